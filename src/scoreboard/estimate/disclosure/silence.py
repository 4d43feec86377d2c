"""Keep a solver's own words out of standard output, which belongs to the result."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silent() -> Iterator[None]:
    """Send what compiled code writes to standard output nowhere.

    HiGHS, as SciPy 1.17 brings it, prints a line of debugging now and then whatever `disp` says. Python's own
    output is not concerned as long as nothing is printed inside.
    """
    flush = ctypes.CDLL("msvcrt" if os.name == "nt" else None).fflush
    flush(None)
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        flush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
