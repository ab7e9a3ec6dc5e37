"""Prints what a benchmark measured, keeps it if asked, and ends with exit code 1 where a promise is broken."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def finish(result: Mapping[str, Any], promises: Mapping[str, bool], kept: Path | None) -> None:
    """Print a result and which promises it breaks; write it as JSON into a file if one is given."""
    for name, value in result.items():
        print(f"{name.replace('_', ' '):26} {value}")
    if kept:
        kept.write_text(json.dumps(result, indent=2), encoding="utf-8")
    if broken := [name for name, holds in promises.items() if not holds]:
        sys.exit("Broken: " + "; ".join(broken))
