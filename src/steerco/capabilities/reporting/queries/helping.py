"""What helps to write a report: the hints for its words, by topic, and what is still to do before it is submitted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _, ngettext

from steerco.capabilities.reporting.queries.beside import DIMENSIONS
from steerco.capabilities.reporting.queries.terms import Calendars, Term, calendars_for
from steerco.capabilities.status.queries import StatusReport
from steerco.foundation.comments.models import Comment
from steerco.foundation.ui.figures import day
from steerco_engine.hints import Hint, HintKind, text_hints


class Helped(NamedTuple):
    """A hint on the page: which text or dimension it is of, and what it asks for."""

    topic: str
    says: str


def hints_for(
    texts: Mapping[str, str], before: Mapping[str, str], colours: Mapping[str, str], reasons: Mapping[str, str], late: Sequence[str]
) -> list[Helped]:
    """The hints for a report in words."""
    return [Helped(hint.topic, _said(hint, late)) for hint in text_hints(texts, before, colours, reasons, late)]


def _said(hint: Hint, late: Sequence[str]) -> str:
    if hint.kind is HintKind.NO_NUMBERS:
        return _("No numbers: say how much, how many or by when.")
    if hint.kind is HintKind.COPY:
        return _("The same words as last time: say what changed.")
    if hint.kind is HintKind.ON_TRACK:
        return _("“%(quoted)s”, and %(milestone)s moved later: say which commitment, and add a date.") % {
            "quoted": hint.quoted, "milestone": late[0]}  # fmt: skip
    if hint.kind is HintKind.EMPTY:
        return _("Empty: one sentence that the board should remember.")
    return _("%(dimension)s is not Green: say why.") % {"dimension": DIMENSIONS.get(hint.topic, hint.topic)}


class Step(NamedTuple):
    """One line of what is to do before a report is submitted."""

    done: bool
    text: str


def steps(report: StatusReport, facts_missing: int, rated: bool, hints: Sequence[Helped]) -> list[Step]:
    """What is done and what is left before a report is submitted; only missing facts stop anybody."""
    facts = (
        _("Facts filled in, or the reason given") if not facts_missing
        else ngettext("%(n)d fact lacks value and reason", "%(n)d facts lack value and reason", facts_missing) % {"n": facts_missing}
    )  # fmt: skip
    hinted = ngettext("%(n)d hint left", "%(n)d hints left", len(hints)) % {"n": len(hints)} if hints else _("No hint is left")
    spoken = Comment.objects.filter(record_type="status.statusreport", record_id=report.pk, removed_at__isnull=True).count()
    said = (
        ngettext("%(n)d comment", "%(n)d comments", spoken) % {"n": spoken} if spoken else _("The sponsor has not commented; not required")
    )
    return [
        Step(not facts_missing, facts), Step(rated, _("Rating chosen") if rated else _("No rating chosen")), Step(not hints, hinted),
        Step(bool(spoken), said),
    ]  # fmt: skip


def due_told(report: StatusReport, today: dt.date) -> str:
    """By when a report is due, in a sentence; nothing where no calendar asks for it."""
    calendars: Calendars = calendars_for([report.project])
    term: Term | None = calendars.term(report.project, report.period.status_on)
    if term is None:
        return ""
    left, due = calendars.days_left(today, term.due_on), day(term.due_on)
    if left < 0:
        return ngettext(
            "It was due on %(due)s: %(n)d working day ago.", "It was due on %(due)s: %(n)d working days ago.", -left
        ) % {"due": due, "n": -left}  # fmt: skip
    return ngettext("Due on %(due)s, in %(n)d working day.", "Due on %(due)s, in %(n)d working days.", left) % {"due": due, "n": left}
