"""The case that comes with the package."""

from pathlib import Path


def default_case() -> Path:
    """Return the folder of the case that comes with the package."""
    return Path(__file__).parents[1] / "cases" / "magnitsky"
