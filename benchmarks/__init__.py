"""Programs that measure Parley: python -m benchmarks.<name>. Compare ratios within one run, not digits."""
