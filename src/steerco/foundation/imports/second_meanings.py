"""A column of choices in which some words belong to another field: asked, so that “On hold” among ratings is neither lost nor guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from steerco.foundation.imports import values
from steerco.foundation.imports.cells import cleaned
from steerco.foundation.imports.profiles import Profile, ProfileField, label_fold
from steerco.foundation.imports.sheets import Column, Options, Question
from steerco.foundation.imports.tables import Row
from steerco.foundation.imports.values import EMPTY, Gap

KEEP, READ = "gap", "field"


class Meaning(NamedTuple):
    """A column whose words are partly those of another field: which column, its field, the other field, and such words."""

    place: int
    label: str
    known: ProfileField
    other: ProfileField
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """Under what the answer is kept."""
        return f"also:{label_fold(self.label)[:80]}"

    def question(self) -> Question:
        """Whether the words are read as the other field."""
        asked = _("%(words)s in “%(label)s”: no %(known)s. Read it as the %(other)s?") % {
            "words": ", ".join(f"“{word[:40]}”" for word in self.words[:3]), "label": self.label[:80],
            "known": self.known.label.lower(), "other": self.other.label.lower(),
        }  # fmt: skip
        choices = ((KEEP, _("no: keep it as a gap")), (READ, _("yes: as the %(other)s") % {"other": self.other.label.lower()}))
        return Question(self.key, asked, choices, KEEP, must=False, example=self.words[0][:80])

    def of_known(self, read: Callable[[str], Any]) -> Callable[[str], Any]:
        """Reads the column for its own field: a word of the other one is no value here, and nothing to complain of."""
        return lambda text: Gap(EMPTY, text) if text in self.words else read(text)

    def of_other(self, text: str) -> Any:
        """Reads the column for the other field, the words that are its own only."""
        return values.choice(text, self.other.spellings) if text in self.words else Gap(EMPTY, "")


def second_meanings(profile: Profile, columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Meaning, ...]:
    """The columns of choices whose other words all spell a field that no column gives."""
    given = {column.target for column in columns}
    free = [each for each in profile.fields if each.kind == "choice" and each.name not in given]
    found = []
    for index, column in enumerate(columns):
        known = profile.named(column.target)
        if known is None or known.kind != "choice" or not profile.asks or not free:
            continue
        texts = dict.fromkeys(text for row in rows if (text := cleaned(row.cells[index])))
        unknown = tuple(text for text in texts if values.choice(text, known.spellings) is None)
        for other in free:
            words = tuple(text for text in unknown if values.choice(text, other.spellings) is not None)
            if words and len(unknown) < len(texts):
                found.append(Meaning(index, column.head.name, known, other, words))
                break
    return tuple(found)


def answered(meanings: Sequence[Meaning], options: Options) -> dict[int, Meaning]:
    """The columns that are read for two fields, because somebody said so."""
    return {each.place: each for each in meanings if options.answers.get(each.key) == READ}
