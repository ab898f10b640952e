"""What concerns whom: papers are out, a decision was recorded, an action is overdue for the second time."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.meetings.models import AgendaPoint, Meeting, MeetingState
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.notices.kinds import NoticeKind, declare
from steerco.foundation.notices.telling import Telling, tells_of

declare(NoticeKind("papers_issued", gettext_lazy("Papers of a board that you sit on"), "clipboard", 62))
declare(NoticeKind("minutes_to_approve", gettext_lazy("Minutes that wait for you"), "note", 64))
declare(NoticeKind("action_overdue_twice", gettext_lazy("An action is overdue for the second time"), "alert-circle", 75))


@tells_of("meetings.meeting")
def meeting_moved(revision: Revision, change: Change) -> Iterator[Telling]:
    """Papers and approved minutes concern the members, minutes in draft the chair."""
    state = (change.after or {}).get("state")
    if change.action != Change.CHANGED or revision.undoes_id is not None or state is None:
        return
    meeting = Meeting.objects.select_related("board__chair").filter(pk=change.record_id).first()
    if meeting is None:
        return
    about = ("meetings.meeting", meeting.pk)
    if state == MeetingState.PAPERS_ISSUED:
        seats = meeting.board.members.values_list("person__account", "deputy__account")
        people = {key for pair in seats for key in pair if key is not None}
        yield Telling("papers_issued", people, _("The papers are out: %(record)s."), about)
    elif state == MeetingState.MINUTES_DRAFT and meeting.board.chair.account_id is not None:
        yield Telling("minutes_to_approve", [meeting.board.chair.account_id], _("Minutes wait for approval: %(record)s."), about)


@tells_of("meetings.agendapoint")
def overdue_twice(revision: Revision, change: Change) -> Iterator[Telling]:
    """An action that was overdue at an earlier meeting, too, concerns the chair."""
    if change.action != Change.CREATED or revision.undoes_id is not None or not (change.after or {}).get("repeated"):
        return
    point = AgendaPoint.objects.select_related("meeting__board__chair", "action").filter(pk=change.record_id).first()
    if point is not None and point.action_id is not None and point.meeting.board.chair.account_id is not None:
        about = ("raid.action", point.action_id)
        to = [point.meeting.board.chair.account_id]
        yield Telling("action_overdue_twice", to, _("Overdue for the second time: %(record)s."), about)
