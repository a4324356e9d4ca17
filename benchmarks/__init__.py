"""Programs that measure Parley. Each runs by itself: python -m benchmarks.<name>; figures are ratios in one run."""
