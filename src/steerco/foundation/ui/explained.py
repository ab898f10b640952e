"""How a number came about, as a page or a pop-over shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an explanation: what, how much, and the list of it."""

    label: str
    value: str
    href: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a number is: a sentence, its parts, its formula, its records."""

    title: str
    lead: str
    parts: tuple[Part, ...] = ()
    formula: str = ""
    records: str = ""
    records_label: str = ""
