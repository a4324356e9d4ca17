"""The one check: format, lint, types, import contracts, all tests. What CI runs and nothing else."""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
TOOLS = Path(sys.executable).parent
STEPS = {
    "format": ("ruff", "format", "--check", "--quiet"),
    "lint": ("ruff", "check", "--quiet"),
    "types": ("mypy", "--no-error-summary"),
    "imports": ("lint-imports", "--no-logo"),
    "tests": ("pytest", "-n", "2", "-m", "not browser"),
    "browser": ("pytest", "-m", "browser"),  # alone: a person's clicks do not wait for other tests
}


def run(step: str) -> bool:
    """Run one step, its output left as it is; whether it passed."""
    print(f"== {step}: {' '.join(STEPS[step])}", flush=True)
    started = time.monotonic()
    program, *arguments = STEPS[step]
    passed = subprocess.run([TOOLS / program, *arguments], cwd=HERE, check=False).returncode == 0
    print(
        f"== {step} {'passed' if passed else 'FAILED'} after {time.monotonic() - started:.0f} s", flush=True
    )
    return passed


def main() -> int:
    """Run every step, also after a failed one, and name those that failed."""
    failed = [step for step in STEPS if not run(step)]
    print(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
