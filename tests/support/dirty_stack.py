"""Leaves the worst possible bytes where the next C function has its variables, as chance does now and then."""

import ctypes

SIGNALLING_NAN = 0x7FA00000  # A float32 that sets the flag for "invalid value" as soon as anything is done with it
WORDS = 1 << 14  # Numbers of 32 bits, more than the stack that a routine of linear algebra needs


class _Bits(ctypes.Structure):
    _fields_ = (("words", ctypes.c_uint32 * WORDS),)


_BITS = _Bits((ctypes.c_uint32 * WORDS)(*[SIGNALLING_NAN] * WORDS))
_ANY = ctypes.PYFUNCTYPE(ctypes.c_int, _Bits)(("Py_IsInitialized", ctypes.pythonapi))


def dirty_stack() -> None:
    """Fill the stack below the caller with signalling NaNs: a structure goes to a function by value, which ignores it.

    A routine that reads a variable before it writes it then shows that by a floating-point flag.
    """
    _ANY(_BITS)
