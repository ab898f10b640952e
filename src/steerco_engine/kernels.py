"""How the inner loops are compiled: once for each kind of processor, kept beside the code, so that later processes only load them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def kernel(function: Function) -> Function:
    """Compiles a function of numbers and arrays; it raises nothing and allocates nothing but arrays.

    Examples
    --------
    >>> from steerco_engine.calendars.clocks import next_work
    >>> callable(next_work)
    True
    """
    return cast(Function, njit(cache=True, nogil=True)(function))


def inlined(function: Function) -> Function:
    """Compiles a small function into those that call it: what takes a whole network as its argument would spend more on being called."""
    return cast(Function, njit(cache=True, nogil=True, forceinline=True)(function))
