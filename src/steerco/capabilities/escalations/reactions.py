"""What concerns whom: a breach was found, a matter came to somebody, it was decided. And: a published report is looked at at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.escalations.access import EXCEPTIONS
from steerco.capabilities.escalations.models import Escalation, EscalationState, ExceptionState, ToleranceException
from steerco.capabilities.escalations.services import decider_of, find_exceptions, projects_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.news import Revised, listen
from steerco.foundation.notices.kinds import NoticeKind, declare
from steerco.foundation.notices.telling import Telling, tells_of, who_may
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

declare(NoticeKind("tolerance_breach", gettext_lazy("A forecast is beyond tolerance"), "alert-triangle", 80))
declare(NoticeKind("escalation_to_you", gettext_lazy("A matter waits for your decision"), "alert-circle", 88))
declare(NoticeKind("escalation_moved", gettext_lazy("A matter that you escalated moved"), "arrow-up", 65))
declare(NoticeKind("escalation_decided", gettext_lazy("A matter that you escalated is decided"), "check", 66))


@listen(Revised)
def read_reports(news: Revised) -> None:
    """Looks at reports that were just published; running twice finds nothing twice."""
    changed = Change.objects.filter(
        revision__organisation_id=news.organisation_id, revision__number=news.number, record_type="status.statusreport"
    )
    keys = list(changed.values_list("record_id", flat=True))
    organisation = Organisation.objects.filter(pk=news.organisation_id).first() if keys else None
    if organisation is None:
        return
    with within(organisation):
        projects = projects_of(keys)
        if projects:
            find_exceptions(by=Actor.system(organisation), project_ids=projects)


@tells_of("escalations.toleranceexception")
def exception_moved(revision: Revision, change: Change) -> Iterator[Telling]:
    """A breach concerns whoever runs the project, and its sponsor; a decision whoever reported it."""
    state = (change.after or {}).get("state")
    if state is None or change.action == Change.DELETED or revision.undoes_id is not None:
        return
    exception = ToleranceException.objects.select_related("project__owner").filter(pk=change.record_id).first()
    if exception is None:
        return
    about = ("escalations.toleranceexception", exception.pk)
    if change.action == Change.CREATED:
        people = _accounts(exception.project.owner, decider_of(exception.project, 1))
        yield Telling("tolerance_breach", people, _("Beyond tolerance: %(record)s."), about, excerpt=exception.project.name)
    elif state == ExceptionState.DECIDED:
        told = {key for key in (exception.raised_by_id, exception.reported_by_id) if key is not None}
        yield Telling("escalation_decided", told, _("%(who)s decides on %(record)s."), about, excerpt=exception.get_outcome_display())


@tells_of("escalations.escalation")
def escalation_moved(revision: Revision, change: Change) -> Iterator[Telling]:
    """Coming to a level concerns whoever must decide there, and whoever escalated; a decision whoever escalated."""
    after: dict[str, Any] = change.after or {}
    if change.action == Change.DELETED or revision.undoes_id is not None:
        return
    escalation = Escalation.objects.select_related("responsible", "project").filter(pk=change.record_id).first()
    if escalation is None:
        return
    about = ("escalations.escalation", escalation.pk)
    raised = [escalation.escalated_by_id] if escalation.escalated_by_id is not None else []
    if escalation.state != EscalationState.OPEN and "state" in after:
        yield Telling("escalation_decided", raised, _("%(who)s ends %(record)s."), about, excerpt=escalation.outcome[:280])
    elif change.action == Change.CREATED or "level" in after:
        to = _accounts(escalation.responsible) or who_may(EXCEPTIONS, "decide")
        yield Telling("escalation_to_you", to, _("Waits for your decision: %(record)s."), about, excerpt=escalation.asked[:280])
        if "level" in after and change.action == Change.CHANGED:
            said = _("Nobody decided in time; it moves up: %(record)s.")
            yield Telling("escalation_moved", raised, said, about, excerpt=escalation.get_level_display())
    elif after.get("unanswered_on"):
        to = {*raised, *who_may(EXCEPTIONS, "close")}
        yield Telling("escalation_moved", to, _("The highest level has not decided in time: %(record)s."), about)


def _accounts(*people: Any) -> set[int]:
    return {person.account_id for person in people if person is not None and person.account_id is not None}
