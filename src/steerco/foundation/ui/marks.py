"""The marks: code, word, shape and height of each; shape, colour and height say the same thing three times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: its word, shape, meaning, and its level in a strip (5 is best)."""

    code: str
    word: str | Promise
    shape: str | Promise
    means: str | Promise
    level: int


MARKS = {
    mark.code: mark
    for mark in (
        Mark("g", _("Green"), _("circle"), _("on time, cost and quality is highly likely"), 5),
        Mark("ag", _("Amber/Green"), _("circle holding a triangle"), _("probable; needs constant attention"), 4),
        Mark("a", _("Amber"), _("triangle"), _("feasible; significant issues, resolvable now"), 3),
        Mark("ar", _("Amber/Red"), _("square holding a triangle"), _("in doubt; major risks in key areas"), 2),
        Mark("r", _("Red"), _("square"), _("appears unachievable as it stands"), 1),
        Mark("n", _("No rating"), _("hollow diamond"), _("never counted as any colour; the reason is kept"), 3),
        Mark("stale", _("Stale"), _("dashed ring over a ghost of the last colour"), _("report older than the cadence allows"), 3),
        Mark("wm", _("Facts disagree"), _("half slice, beside the reported mark"), _("reported better than the facts compute"), 3),
        Mark("lm", _("Facts are better"), _("the same slice upside down"), _("reported worse than computed: ask what the data misses"), 3),
    )
}
WITHHELD = MARKS["n"]


def mark_of(code: str) -> Mark:
    """The mark of a code; an unknown code is shown as no data, never as a colour."""
    return MARKS.get(code, WITHHELD)


def word(code: str) -> str:
    """The word of a code, translated."""
    return _word(code, get_language())


@lru_cache(maxsize=200)
def _word(code: str, language: str | None) -> str:
    """A strip says a dozen of them, a list of strips hundreds: each is translated once into a language."""
    return str(mark_of(code).word)
