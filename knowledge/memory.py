"""Gives memory back to the system."""

import ctypes
import sys


def give_back() -> None:
    """Return the memory that was freed to the system, where the C library keeps it (glibc); elsewhere do nothing."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
