"""Reports that come with a return: published at once, each in the place of the one that stood for its project and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.status.models import Narrative, Origin, ReportingPeriod, ReportState, Scale, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.comments.services import move_comments
from steerco.foundation.documents.services import move_documents
from steerco.foundation.ledger.fresh import fresh
from steerco.foundation.ledger.writer import RevisionWriter

_COMPARED = (
    "confidence", "confidence_by", "start_on", "end_on", "whole_life_cost_amount", "year_budget_amount", "year_forecast_amount",
    "benefits_amount", "currency", "gaps", "reported_name", "reported_key", "reported_unit", "reported_category", "unit_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReturnedReport:
    """A report as a return gives it, what it says in words by topic, and the published report that it takes the place of."""

    report: StatusReport
    words: Mapping[str, str]
    replaces: StatusReport | None = None

    def says_the_same(self, words: Mapping[str, str]) -> bool:
        """Whether it says word for word what the report before it said, which had these words."""
        old = self.replaces
        return old is not None and self.words == words and all(getattr(self.report, name) == getattr(old, name) for name in _COMPARED)


def publish_returned(by: Actor, writer: RevisionWriter, returned: Sequence[ReturnedReport], editions: Mapping[int, int]) -> None:
    """Publishes reports of a return in one go; `editions` is the highest edition that each project has had for the period."""
    REPORTS.require(by, "import")
    for one in returned:
        one.report.origin = Origin.IMPORTED
        one.report.edition = editions.get(one.report.project_id, 0) + 1
        if one.replaces is not None:
            writer.update(one.replaces, state=ReportState.SUPERSEDED)
            one.report.supersedes = one.replaces
    writer.create_many(one.report for one in returned)
    replaced = {one.replaces.pk: one.report.pk for one in returned if one.replaces is not None}
    for move in (move_comments, move_documents):
        move(writer, "status.statusreport", replaced)
    writer.create_many(
        fresh(Narrative, organisation=by.organisation, report=one.report, topic=topic, text=text)
        for one in returned for topic, text in one.words.items()
    )  # fmt: skip


def use_scale(by: Actor, writer: RevisionWriter, period: ReportingPeriod, scale: Scale) -> None:
    """Gives a period that nobody has reported for yet the points that its first list uses."""
    REPORTS.require(by, "import")
    if not StatusReport.objects.filter(period=period, state=ReportState.PUBLISHED).exists():
        writer.update(period, scale=scale)
