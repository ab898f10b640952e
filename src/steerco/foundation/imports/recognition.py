"""Which kind of file is this? The profile that knows most of its heads, judged by reading it."""

from __future__ import annotations

from collections.abc import Sequence

from steerco.foundation.imports.interpreting import understand
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.profiles import Profile, load_profile, profile_keys
from steerco.foundation.imports.services import GivenFile
from steerco.foundation.imports.sheets import IGNORE, Options, Sheet
from steerco.foundation.imports.targets import target_of

SURE, FEWEST = 0.9, 3  # of the heads known; a table with fewer of them looks like every kind of file that has a name


def recognised(files: Sequence[GivenFile], *, currency: str) -> str:
    """The profile for files given together: one that knows nearly all of the heads of each, else the one that asks.

    Raises `CannotRead` with the reason of the profile that asks, where no profile can read a file.
    """
    asking = next(key for key in profile_keys() if load_profile(key).asks)
    knowing = [key for key in profile_keys() if not load_profile(key).asks]
    scores = {key: min((_known_share(given, load_profile(key), currency) for given in files), default=0.0) for key in knowing}
    best = max(scores, key=lambda key: scores[key], default=asking)
    if scores.get(best, 0.0) >= SURE:
        return best
    for given in files:
        try:
            understand(given.name, given.data, load_profile(asking), Options(), currency=currency)
        except CannotRead as error:
            raise CannotRead(f"{given.name}: {error}") from error
    return asking


def _known_share(given: GivenFile, profile: Profile, currency: str) -> float:
    """The share of a file's columns that a profile knows; 0 where it can't read it or misses a needed field."""
    try:
        sheet = understand(given.name, given.data, profile, Options(), currency=currency)
    except CannotRead:
        return 0.0
    known = sum(bool(column.target) for column in sheet.columns)
    if not _complete(sheet, profile) or (known < FEWEST and not profile.reader):
        return 0.0
    return known / len(sheet.columns)


def _complete(sheet: Sheet, profile: Profile) -> bool:
    mapped = {column.target for column in sheet.columns} - {IGNORE, ""}
    needed = {field.name for field in target_of(profile.target).fields if field.required}
    return needed <= mapped
