"""What a published report gives away, to whom it matters: worse facts, a report better than its facts, moved forecasts, doubtful data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.health.queries.quality import data_quality, figure_word
from steerco.capabilities.health.queries.sentences import overall_sentence
from steerco.capabilities.health.queries.source import HealthSource, ProjectHealth
from steerco.capabilities.reporting.services import Answering, answering_for
from steerco.capabilities.status.queries import StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.notices.kinds import NoticeKind, declare
from steerco.foundation.notices.telling import Telling, tells_of
from steerco.foundation.ui.amounts import told_pair
from steerco.foundation.ui.figures import day
from steerco_engine.health import COLOUR_SEVERITY
from steerco_engine.movement import amount_movement
from steerco_engine.staleness import working_days
from steerco_engine.watermelons import Difference, in_a_row

declare(NoticeKind("watermelon", gettext_lazy("A report is better than its facts"), "alert-triangle", 82))
declare(NoticeKind("facts_worse", gettext_lazy("The facts of a project got worse"), "arrow-down", 78))
declare(NoticeKind("forecast_moved", gettext_lazy("Cost or end date of a project moved"), "history", 72))
declare(NoticeKind("data_doubtful", gettext_lazy("The data of a report is unsafe"), "alert-circle", 60))
COST_MOVED, DAYS_MOVED = Decimal("0.02"), 10


@tells_of("status.statusreport")
def report_read(revision: Revision, change: Change) -> Iterator[Telling]:
    """What a report that was just published says beside the one before (domain.md, Appendix I)."""
    if change.action != Change.CHANGED or (change.after or {}).get("state") != "published" or revision.undoes_id is not None:
        return
    report = StatusReport.objects.select_related("project__owner").filter(pk=change.record_id).first()
    told = HealthSource(Actor.system(revision.organisation)).alone(report.project_id) if report is not None else None
    if report is None or told is None or told.kept[-1].report_id != report.pk:
        return  # an older period was corrected: nobody needs to act on it now
    about, link = ("status.statusreport", report.pk), reverse("project_health", args=[report.project.ref])
    for kind, to, text, excerpt in _news(told, answering_for(report.project)):
        yield Telling(kind, to, text, about, link, excerpt)


def _news(told: ProjectHealth, people: Answering) -> Iterator[tuple[str, set[int], str, str]]:
    """Kind, whom it concerns, the sentence, and the reason."""
    runs, sponsor = people.told(0), people.roles.get("sponsor", set())
    office, reading = people.roles.get("pmo_director", set()), told.readings[-1]
    if told.differences[-1] is Difference.WATERMELON:
        times = in_a_row([each is Difference.WATERMELON for each in told.differences])
        said = (
            _("Better than its facts, for the %(count)dth report in a row: %%(record)s.") % {"count": times}
            if times > 2
            else (
                _("Better than its facts, for the second report in a row: %(record)s.")
                if times == 2
                else _("Better than its facts: %(record)s.")
            )
        )
        yield "watermelon", runs | office | (sponsor if times > 1 else set()), said, overall_sentence(reading)
    before = told.readings[-2].evident if len(told.readings) > 1 else None
    if before is not None and reading.evident is not None and COLOUR_SEVERITY[reading.evident] > COLOUR_SEVERITY[before]:
        yield "facts_worse", sponsor | office, _("The facts got worse: %(record)s."), overall_sentence(reading)
    if moved := _moved(told):
        yield "forecast_moved", sponsor | office, _("Cost or end date moved: %(record)s."), moved
    quality = data_quality(told.kept[-1], told.kept[-2] if len(told.kept) > 1 else None, None)
    if quality.quality.unsafe:
        doubts = ", ".join(dict.fromkeys(figure_word(check.figure) for check in quality.checks if not check.passed))
        yield "data_doubtful", runs, _("The data is unsafe (below 0.75): %(record)s."), doubts


def _moved(told: ProjectHealth) -> str:
    """By how much cost or end date moved since the report before, where that is more than 2% or ten working days."""
    if len(told.kept) < 2:
        return ""
    old, now = told.kept[-2].frozen, told.kept[-1].frozen
    found = []
    cost = amount_movement(
        old.whole_life_cost, now.whole_life_cost, currencies=(old.currency, now.currency), price_bases=(old.price_basis, now.price_basis)
    )
    if cost.share is not None and abs(cost.share) > COST_MOVED and old.whole_life_cost is not None and now.whole_life_cost is not None:
        found.append(" → ".join(told_pair(old.whole_life_cost, now.whole_life_cost, now.currency)))
    if old.end_on is not None and now.end_on is not None:
        first, last = sorted((old.end_on, now.end_on))
        if working_days(first, last) > DAYS_MOVED:
            found.append(f"{day(old.end_on)} → {day(now.end_on)}")
    return "; ".join(found)
