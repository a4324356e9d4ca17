"""What the program says about itself while it runs."""

import logging
import sys
from typing import Any

import structlog


def log_to_stderr() -> None:
    """One line of JSON for each thing worth knowing, the libraries' warnings among them."""
    add: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    write = structlog.processors.JSONRenderer()
    structlog.configure(processors=[*add, write], logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    libraries = logging.StreamHandler(sys.stderr)
    libraries.setFormatter(structlog.stdlib.ProcessorFormatter(write, foreign_pre_chain=add))
    logging.basicConfig(handlers=[libraries], level=logging.WARNING)
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # what it could not do is said by who asked
