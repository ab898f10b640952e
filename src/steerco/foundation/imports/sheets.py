"""A file understood: records of named values, each with its cell; what was found out; questions that only a person can answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from steerco.foundation.imports.cells import NOTHING, Cell, Cells
from steerco.foundation.imports.problems import Problem
from steerco.foundation.imports.profiles import Profile
from steerco.foundation.imports.tables import Head
from steerco.foundation.imports.values import Gap

IGNORE, OWN = "ignore", "own:"
__all__ = ["IGNORE", "NOTHING", "OWN", "Cell", "Column", "Options", "Question", "Record", "Sheet"]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person has decided: where each column goes, and answers to questions."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    orientation: str = ""
    head_line: int = 0

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> Options:
        """Options from what a batch keeps; unknown names are left out."""
        known = {name: value for name, value in (data or {}).items() if name in cls.__slots__}
        return cls(**known)

    def for_file(self, name: str) -> Options:
        """The same, with answers that were given for one file alone (`as_at@march.csv`) put before those for all."""
        alone = {key.removesuffix(f"@{name}"): answer for key, answer in self.answers.items() if key.endswith(f"@{name}")}
        return replace(self, answers={**self.answers, **alone}) if alone else self

    def as_json(self) -> dict[str, Any]:
        """As a batch keeps them."""
        return {
            "mapping": dict(self.mapping), "answers": dict(self.answers), "sheet": self.sheet, "orientation": self.orientation,
            "head_line": self.head_line,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file doesn't say. One that `must` be answered stops the load until it is."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    default: str
    must: bool
    example: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return {
            "key": self.key, "text": self.text, "choices": [list(pair) for pair in self.choices], "default": self.default,
            "must": self.must, "example": self.example,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its cells by field, and cells of columns that become fields of the organisation's own.

    `currency` is that of its amounts; sums are made of one currency only.
    """

    number: int
    cells: Cells
    own: Mapping[str, Cell]
    currency: str = ""

    def said(self, name: str) -> Any:
        """The value of a field or the gap in its place; `NOTHING` where the file has no such column."""
        return self.cells.said(name)

    def value(self, name: str) -> Any:
        """The value of a field, None where it is missing."""
        return self.cells.value(name)

    def gap(self, name: str) -> Gap | None:
        """Why a field has no value; None where it has one or the file has no such column."""
        said = self.cells.said(name)
        return said if type(said) is Gap else None

    def gaps(self) -> Iterator[tuple[str, Gap]]:
        """The fields without a value, with the reason."""
        return self.cells.gaps()

    def text(self, name: str) -> str:
        """The value of a text field, empty where it is missing."""
        return self.cells.value(name) or ""


@dataclass(frozen=True, slots=True)
class Column:
    """What becomes of one column: a field, a field of the organisation's own, or nothing; `sure` when the profile knows it.

    `check` says why a person should look at it all the same.
    """

    head: Head
    target: str
    by: str = ""
    sure: bool = False
    samples: tuple[str, ...] = ()
    check: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return {
            "name": self.head.name, "label": self.head.label, "position": self.head.position, "target": self.target, "by": self.by,
            "sure": self.sure, "samples": list(self.samples), "check": self.check,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file, understood by a profile. `status_on` is the date of its facts."""

    file: str
    sha256: str
    profile: Profile
    columns: tuple[Column, ...]
    records: tuple[Record, ...]
    label: str
    status_on: dt.date
    scale: str
    budget_year: str
    currency: str
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    found: tuple[tuple[str, str], ...]
    dropped: Mapping[str, int]
    answers: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    sheet: str = ""

    def fields(self) -> Iterator[str]:
        """The fields that some column goes to, in the profile's order, then the rest."""
        mapped = {column.target for column in self.columns}
        mapped |= {also for known in self.profile.fields if known.name in mapped for also in known.also}
        ordered = [known.name for known in self.profile.fields if known.name in mapped]
        yield from ordered
        yield from sorted(mapped - set(ordered) - {IGNORE, ""} - {name for name in mapped if name.startswith(OWN)})

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Questions that stop the load."""
        return tuple(question for question in self.questions if question.must)
