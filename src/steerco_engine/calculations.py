"""Every public calculation by name: plain input in, plain result out, with reason codes, the hash of the input and the version."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

import steerco_engine
from steerco_engine.exchange import hints_of, is_offered, plain, read
from steerco_engine.reasons import REASON_WORDS, Fault, InputRefused, Reason, Unassessed
from steerco_engine.schemas import Schema, schema_of, sentence_of

APART = frozenset({"calculations", "exchange", "kernels", "schemas", "sample", "tests", "warm"})
"""Modules that calculate nothing: how calculations are asked, and invented data."""


@dataclass(frozen=True)
class Calculation:
    """One public function of the engine, as it is asked from outside: by its name, with its parameters as one object."""

    name: str
    function: Callable[..., Any]

    @property
    def does(self) -> str:
        """What it answers, in a sentence."""
        return sentence_of(self.function)

    @cached_property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """What it takes; a function among its parameters can't be given from outside and keeps its default."""
        hints = hints_of(self.function)
        return {name: each for name, each in inspect.signature(self.function).parameters.items() if is_offered(hints[name])}

    @property
    def takes(self) -> Schema:
        """The schema of its input."""
        hints = hints_of(self.function)
        needed = [name for name, each in self.parameters.items() if each.default is each.empty]
        properties = {name: schema_of(hints[name]) for name in self.parameters}
        return {"type": "object", "properties": properties, "additionalProperties": False, **({"required": needed} if needed else {})}

    @property
    def gives(self) -> Schema:
        """The schema of its result."""
        return schema_of(hints_of(self.function)["return"], given=True)

    def answer(self, given: Any) -> dict[str, Any]:
        """The result for an input, or its refusal with the code, the place and what is wrong."""
        try:
            arguments = self._arguments(given)
            result = self.function(**arguments)
        except InputRefused as refusal:
            return {**self._frame(), "error": said(refusal)}
        except (ArithmeticError, ValueError, RecursionError) as error:
            return {**self._frame(), "error": {"code": Fault.OUT_OF_RANGE.value, "at": "", "message": f"can't be calculated: {error}"}}
        reasons = [
            {"at": at, "code": code.value, "message": REASON_WORDS[code] if isinstance(code, Reason) else code.words}
            for at, code in reasons_in(result)
        ]
        return {**self._frame(), "result": plain(result), "reasons": reasons, "inputs_hash": _hash(arguments)}

    def _frame(self) -> dict[str, Any]:
        return {"calculation": self.name, "engine_version": steerco_engine.VERSION}

    def _arguments(self, given: Any) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            raise InputRefused(Fault.WRONG_TYPE, "", "the input must be an object with the parameters by name")
        unknown = next((name for name in given if name not in self.parameters), None)
        if unknown is not None:
            known = ", ".join(self.parameters) or "none"
            raise InputRefused(Fault.UNKNOWN_FIELD, str(unknown), f"is no parameter of {self.name}; its parameters are: {known}")
        missing = next((name for name, each in self.parameters.items() if each.default is each.empty and name not in given), None)
        if missing is not None:
            raise InputRefused(Fault.MISSING, missing, "is missing")
        hints = hints_of(self.function)
        return {name: read(hints[name], value, name) for name, value in given.items()}


@cache
def calculations() -> dict[str, Calculation]:
    """All calculations, by name, in the order of the alphabet.

    Examples
    --------
    >>> [name for name in calculations() if name.startswith("ra")]
    ['rating_movement']
    """
    found: dict[str, Calculation] = {}
    for module in pkgutil.iter_modules(steerco_engine.__path__):
        if module.name in APART:
            continue
        held = importlib.import_module(f"steerco_engine.{module.name}")
        offered = getattr(held, "CALCULATIONS", ())  # a package names what it offers, a module offers all
        for name, function in vars(held).items():
            own = inspect.isfunction(function) and function.__module__ == held.__name__ and not name.startswith("_")
            if own or name in offered:
                found[name] = Calculation(name, function)
    return dict(sorted(found.items()))


def calculation(name: str) -> Calculation:
    """The calculation of a name; raises `InputRefused` where there is none."""
    found = calculations().get(name)
    if found is None:
        raise InputRefused(Fault.UNKNOWN_CALCULATION, "", f"There is no calculation “{name}”. There are: {', '.join(calculations())}.")
    return found


def said(refusal: InputRefused) -> dict[str, str]:
    """A refusal as JSON holds it."""
    return {"code": refusal.code.value, "at": refusal.at, "message": str(refusal)}


def reasons_in(result: Any, at: str = "") -> Iterator[tuple[str, Reason | Unassessed]]:
    """Every reason code in a result, with its place.

    Examples
    --------
    >>> list(reasons_in({"share": Reason.NO_DATA}))
    [('share', <Reason.NO_DATA: 'NO_DATA'>)]
    """
    if isinstance(result, Reason | Unassessed):
        yield at, result
    elif is_dataclass(result) and not isinstance(result, type):
        for name in result.__dataclass_fields__:
            yield from reasons_in(getattr(result, name), f"{at}.{name}" if at else name)
    elif isinstance(result, Mapping):
        for name, each in result.items():
            yield from reasons_in(each, f"{at}.{name}" if at else str(name))
    elif isinstance(result, list | tuple):
        for place, each in enumerate(result):
            yield from reasons_in(each, f"{at}.{place}" if at else str(place))


def _hash(arguments: Mapping[str, Any]) -> str:
    """What was calculated with, as one hash: equal inputs have equal ones, however their numbers were written."""
    text = json.dumps(plain(arguments, derived=False), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_digits)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _digits(value: Decimal) -> str:
    return format(value.normalize(), "f")
