"""How the inner loops are compiled: once for each kind of processor, kept beside the code, so that later processes only load them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def _compiled(function: Function) -> Function:
    return cast(Function, njit(cache=True, nogil=True)(function))


kernel = _compiled
"""Compiles a function of numbers and arrays; it raises nothing and allocates nothing but arrays."""
