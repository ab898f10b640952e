"""What changed in the words between two returns, topic by topic, marked as with a pen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from steerco.capabilities.dossiers.queries.record import Return
from steerco.capabilities.dossiers.views.excerpts import TOPICS
from steerco.capabilities.status.queries import topic_label
from steerco_engine.words import Fate, Run, compared

_WORDS_SHOWN = 36
_TOPICS_SHOWN = 3
_NOT_WORTH_A_FOLD = 12
_NOT_WORTH_A_CUT = 6


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """What changed in the words on one topic: the marked runs to show, and those behind a fold."""

    label: str
    runs: tuple[Run, ...]
    rest: tuple[Run, ...]
    rest_words: int

    @property
    def marked(self) -> SafeString:
        """What is shown, as a pen would mark it."""
        return marked(self.runs)

    @property
    def rest_marked(self) -> SafeString:
        """What is folded, marked likewise."""
        return marked(self.rest)


def words_changed(
    before: Return | None, after: Return | None, *, shown: int = _WORDS_SHOWN, topics: int = _TOPICS_SHOWN
) -> list[WordsChanged]:
    """What changed in the words between two returns, topic by topic; topics that say the same are left out."""
    if before is None or after is None or before.period == after.period:
        return []
    spoken = sorted({**after.words, **before.words}, key=_order)
    pairs = [(topic, before.words.get(topic, ""), after.words.get(topic, "")) for topic in spoken]
    told: list[WordsChanged] = []
    for topic, old, new in pairs:
        if old.split() != new.split():
            runs, rest = _cut(compared(old, new), shown if len(told) < topics else 0)
            label = gettext("New: %(topic)s") if not old else gettext("Gone: %(topic)s") if not new else "%(topic)s"
            told.append(WordsChanged(label % {"topic": topic_label(topic)}, runs, rest, sum(run.words for run in rest)))
    return told


def _order(topic: str) -> int:
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS)


def marked(runs: Iterable[Run]) -> SafeString:
    """Struck through what went, marked what came, long unchanged text folded."""
    return mark_safe(" ".join(_marked(run) for run in runs))  # noqa: S308  # each run is escaped


def _marked(run: Run) -> str:
    if run.fate is Fate.GONE:
        return f"<del>{escape(run.text)}</del>"
    if run.fate is Fate.NEW:
        return f"<ins>{escape(run.text)}</ins>"
    if run.fate is Fate.FOLDED:
        words = ngettext("%(count)d word", "%(count)d words", run.words) % {"count": run.words}
        return format_html('<span class="fold" title="{}">… {} …</span>', run.text, words)
    return escape(run.text)


def _cut(runs: Iterable[Run], limit: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The first `limit` changed or kept words, and the rest; a short rest is not worth a fold."""
    whole = tuple(runs)
    if limit and sum(run.words for run in whole if run.fate is not Fate.FOLDED) <= limit + _NOT_WORTH_A_FOLD:
        return whole, ()
    shown: list[Run] = []
    for place, run in enumerate(whole):
        words = [] if run.fate is Fate.FOLDED else run.text.split()
        if len(words) > limit:
            taken = limit if limit >= _NOT_WORTH_A_CUT else 0
            head = [Run(run.fate, " ".join(words[:taken]))] if taken else []
            return (*shown, *head), (Run(run.fate, " ".join(words[taken:])), *whole[place + 1 :])
        shown.append(run)
        limit -= len(words)
    return tuple(shown), ()
