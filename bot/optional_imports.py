"""Imports without what other packages take in only because it happens to be installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import cast


@contextmanager
def without(*packages: str) -> Iterator[None]:
    """Let packages count as not installed while others are imported; those that are imported already stay."""
    hidden = [name for name in packages if name not in sys.modules]
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    modules.update(dict.fromkeys(hidden))  # An import of what is None there fails as if it was not installed.
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]
