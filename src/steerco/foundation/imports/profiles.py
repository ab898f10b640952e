"""Profiles: what is known about a kind of file, kept as data (TOML) beside the room that understands it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.values import UNITS, choice_fold

LABEL_LIMIT = 400
_folders: list[Path] = []


class UnknownProfile(CannotRead):
    """No profile has this name; the text lists those that there are."""


@dataclass(frozen=True, slots=True)
class Source:
    """One of the columns that a field may come from; `by` says who speaks in it, where that matters; `also` is a second field it fills."""

    patterns: tuple[re.Pattern[str], ...]
    by: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A field of the target as this kind of file writes it: its labels, its kind, its unit and spellings.

    A label that is also `unsure` could mean something else: a person is asked to look.
    An amount that is `positive` by nature is looked at when it is below zero. Where several columns make one value (a key of two
    parts), `joined` stands between them. An amount more than `within[1]` times the amount of
    the field `within[0]` in its row is written in the wrong unit: it is kept as a gap with its text and never added up.
    """

    name: str
    label: str
    kind: str
    sources: tuple[Source, ...]
    unit: str = ""
    latest: bool = False
    spellings: Mapping[str, str] = field(default_factory=dict)
    unsure: tuple[re.Pattern[str], ...] = ()
    positive: bool = False
    joined: str = ""
    within: tuple[str, int] | None = None

    @property
    def also(self) -> tuple[str, ...]:
        """The fields that its columns fill beside it."""
        return tuple(source.also for source in self.sources if source.also)

    def source_of(self, label: str) -> Source | None:
        """The source that a label belongs to."""
        return next((source for source in self.sources if any(p.search(label) for p in source.patterns)), None)


@dataclass(frozen=True, slots=True)
class Dating:
    """How a range of years in the file name gives the date of the facts, the scale and the budget year."""

    first_year: int
    last_year: int
    month_day: str
    year_offset: int
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that is known about a kind of file. `context` goes to the target as it is.

    `apart` is the date field that tells the reports of one file apart (each date is a period of its own); `as_at` the date field whose
    newest value dates a file that holds one period; one that is `undated` has no date of its own, nor needs one. `agreeing` are pairs of
    fields where one value of the first has one of the second. `reader` names what turns a file into a table where it is none; with
    `says_lost` the report counts whatever of the file is not loaded.
    """

    key: str
    label: str
    about: str
    target: str
    orientation: str
    fields: tuple[ProfileField, ...]
    ignored: tuple[re.Pattern[str], ...]
    gaps: tuple[tuple[str, re.Pattern[str]], ...]
    gap_labels: Mapping[str, str]
    currency: str
    date_order: str
    asks: tuple[str, ...]
    file_name: re.Pattern[str] | None
    datings: tuple[Dating, ...]
    spelled: Mapping[str, str]
    context: Mapping[str, Any]
    apart: str = ""
    as_at: str = ""
    agreeing: tuple[tuple[str, str], ...] = ()
    undated: bool = False
    reader: str = ""
    says_lost: bool = False

    def field_of(self, label: str) -> tuple[ProfileField, Source] | None:
        """The field and source that a label belongs to; the first field in the profile's order that knows it."""
        folded = label_fold(label)
        if not folded or len(folded) > LABEL_LIMIT:
            return None
        for candidate in self.fields:
            source = candidate.source_of(folded)
            if source is not None:
                return candidate, source
        return None

    def choices_of(self, label: str) -> list[tuple[ProfileField, Source]]:
        """Every field of kind choice that knows a label: which one it is can only be told by what the column holds."""
        folded = label_fold(label)
        found = ((candidate, candidate.source_of(folded)) for candidate in self.fields if candidate.kind == "choice")
        return [(candidate, source) for candidate, source in found if source is not None]

    def ignores(self, label: str) -> bool:
        """Whether a label is known and left out on purpose."""
        folded = label_fold(label)
        return any(pattern.search(folded) for pattern in self.ignored)

    def named(self, name: str) -> ProfileField | None:
        """The field with a name."""
        return next((candidate for candidate in self.fields if candidate.name == name), None)


def label_fold(label: str) -> str:
    """A label in lower case with single spaces and without the dots, underscores and colons around words."""
    return " ".join(re.sub(r"[_:*#]+", " ", label).split()).casefold()


def register_profiles(folder: Path) -> None:
    """Adds a folder of profiles; called by the room that owns the target."""
    if folder not in _folders:
        _folders.append(folder)
        load_profile.cache_clear()


def profile_keys() -> list[str]:
    """The names of all profiles, in order."""
    return sorted(path.stem for folder in _folders for path in folder.glob("*.toml"))


@cache
def load_profile(key: str) -> Profile:
    """A profile by its name; raises `UnknownProfile`."""
    for folder in _folders:
        if key in {path.stem for path in folder.glob("*.toml")}:
            with (folder / f"{key}.toml").open("rb") as stream:
                return _profile(key, tomllib.load(stream))
    raise UnknownProfile(_("There is no profile “%(key)s”. There are: %(keys)s.") % {"key": key, "keys": ", ".join(profile_keys())})


def profiles() -> list[Profile]:
    """All profiles, for a person to choose from."""
    return [load_profile(key) for key in profile_keys()]


def _profile(key: str, data: dict[str, Any]) -> Profile:
    gaps = tuple((gap["kind"], _pattern(text)) for gap in data.get("gaps", []) for text in gap["patterns"])
    return Profile(
        key=key,
        label=data["label"],
        about=data.get("about", ""),
        target=data["target"],
        orientation=data.get("orientation", "detect"),
        fields=tuple(_field(entry) for entry in data["fields"]),
        ignored=tuple(_pattern(text) for text in data.get("ignore", [])),
        gaps=gaps,
        gap_labels={gap["kind"]: gap.get("label", gap["kind"]) for gap in data.get("gaps", [])},
        currency=data.get("currency", ""),
        date_order=data.get("date_order", ""),
        asks=tuple(data.get("asks", ())),
        file_name=_pattern(data["file_name"]) if "file_name" in data else None,
        datings=tuple(
            Dating(entry["years"][0], entry["years"][1], entry["month_day"], entry["year_offset"], entry.get("scale", ""))
            for entry in data.get("dating", [])
        ),
        spelled={choice_fold(k): v for k, v in data.get("spelled", {}).items()},
        context=data.get("context", {}),
        apart=data.get("apart", ""),
        as_at=data.get("as_at", ""),
        undated=data.get("undated", False),
        reader=data.get("reader", ""),
        says_lost=data.get("says_lost", False),
        agreeing=tuple((one, other) for one, other in data.get("agreeing", ())),
    )


def _field(entry: dict[str, Any]) -> ProfileField:
    sources = entry.get("sources") or [{"labels": entry["labels"], "also": entry.get("also", "")}]
    spellings = {choice_fold(text): name for name, texts in entry.get("spellings", {}).items() for text in texts}
    unit = entry.get("unit", "")
    if unit not in UNITS:
        raise ValueError(f"Profile field {entry['name']}: unknown unit {unit!r}")
    return ProfileField(
        name=entry["name"],
        label=entry["label"],
        kind=entry["kind"],
        sources=tuple(Source(tuple(_pattern(text) for text in s["labels"]), s.get("by", ""), s.get("also", "")) for s in sources),
        unit=unit,
        latest=entry.get("latest", False),
        spellings=spellings,
        positive=entry.get("positive", False),
        joined=entry.get("joined", ""),
        within=(entry["within"]["field"], entry["within"]["times"]) if "within" in entry else None,
        unsure=tuple(_pattern(text) for text in entry.get("unsure", ())),
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def unit_factor(unit: str) -> Decimal:
    """What an amount in a unit is multiplied with."""
    return UNITS[unit]
