"""What the room of status has to tell: a report was returned or published, to whoever wrote it and whoever answers for its project."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.status.models import ReportState, StatusReport
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.notices.kinds import NoticeKind, declare
from steerco.foundation.notices.telling import Telling, tells_of

declare(NoticeKind("report_returned", gettext_lazy("A report of yours is returned"), "arrow-back-up", 85))
declare(NoticeKind("report_published", gettext_lazy("A report on your project is published"), "check", 55))
RETURNED, PUBLISHED = ReportState.RETURNED.value, ReportState.PUBLISHED.value


@tells_of("status.statusreport")
def report_moved(revision: Revision, change: Change) -> Iterator[Telling]:
    """Returned concerns whoever writes it, published whoever wrote it and whoever answers for the project."""
    state = (change.after or {}).get("state")
    if change.action != Change.CHANGED or state not in (RETURNED, PUBLISHED) or revision.undoes_id is not None:
        return
    report = StatusReport.objects.select_related("project__owner").filter(pk=change.record_id).first()
    if report is None:
        return
    about = ("status.statusreport", report.pk)
    owner = report.project.owner.account_id if report.project.owner is not None else None
    people = {key for key in (report.author_id, owner) if key is not None}
    if state == RETURNED:
        yield Telling("report_returned", people, _("%(who)s returns the report %(record)s."), about, excerpt=revision.reason)
    else:
        yield Telling("report_published", people, _("%(who)s publishes the report %(record)s."), about)
