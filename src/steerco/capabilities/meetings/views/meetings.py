"""One meeting: its agenda, who is there, what is decided, its minutes; made so that it prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steerco.capabilities.meetings import forms, queries, services
from steerco.capabilities.meetings.access import MEETINGS
from steerco.capabilities.meetings.models import MeetingState as State
from steerco.capabilities.meetings.services.boards import level_of, scopes_of_board
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.registers.register import registers
from steerco.foundation.ui.notices import notify
from steerco_engine.quorum import minutes_due

Step = tuple[str, type[forms.StepForm], Callable[..., Any], str, tuple[State, ...]]
SHOWN = (State.PLANNED, State.AGENDA_OPEN, State.PAPERS_ISSUED, State.HELD, State.MINUTES_DRAFT, State.MINUTES_APPROVED, State.CLOSED)


def _steps() -> dict[str, Step]:
    """Every step: who may take it, what is asked, and in which states."""
    prepare, before = "prepare", (State.PLANNED, State.AGENDA_OPEN, State.PAPERS_ISSUED)
    return {
        "agenda": (prepare, forms.PlainForm, services.open_agenda, _("Draw the agenda"), (State.PLANNED, State.AGENDA_OPEN)),
        "papers": (prepare, forms.PapersForm, services.issue_papers, _("Issue the papers"), (State.AGENDA_OPEN,)),
        "hold": (prepare, forms.HoldForm, services.hold_meeting, _("Open the meeting"), (State.PAPERS_ISSUED,)),
        "decide": ("decide", forms.DecideForm, services.decide_point, _("Record a decision"), (State.HELD,)),
        "action": (prepare, forms.ActionForm, services.give_action, _("Give an action"), (State.HELD,)),
        "interest": (prepare, forms.InterestForm, services.declare_interest, _("Declare an interest"), (State.PAPERS_ISSUED, State.HELD)),
        "minutes": (prepare, forms.MinutesForm, services.draft_minutes, _("Save the minutes"), (State.HELD, State.MINUTES_DRAFT)),
        "approve": ("approve", forms.PlainForm, services.approve_minutes, _("Approve the minutes"), (State.MINUTES_DRAFT,)),
        "close": (prepare, forms.PlainForm, services.close_meeting, _("Close the meeting"), (State.MINUTES_APPROVED,)),
        "point": (prepare, forms.PointForm, services.add_point, _("Add a point"), (State.AGENDA_OPEN, State.PAPERS_ISSUED)),
        "cancel": (prepare, forms.CancelForm, services.cancel_meeting, _("Cancel the meeting"), before),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def meeting_page(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """A meeting, and what can be done next."""
    by, register = actor_of(request), registers[name]
    register.require(by, "view")
    meeting = register.find(by, slug)
    answer, offered = _act(request, by, meeting)
    if answer is not None:
        return answer
    drafted_by, approved_by = minutes_due(meeting.on)
    place = SHOWN.index(meeting.state) if meeting.state in SHOWN else -1
    agenda = queries.agenda(by, meeting)
    context = {
        "meeting": meeting, "agenda": agenda, "hidden": queries.hidden_points(by, meeting), "forms": offered, "nav_current": name,
        "length": sum(point.length for point in agenda), "given": queries.actions_of(by, meeting),
        "still_open": queries.open_actions_of(by, meeting), "attended": meeting.attendances.select_related("member__person", "person"),
        "steps": [
            {"label": state.label, "state": "now" if at == place else "done" if at < place else "todo"} for at, state in enumerate(SHOWN)
        ],
        "draft_due": drafted_by, "approval_due": approved_by,
    }  # fmt: skip
    return render(request, "meetings/meeting.html", context, status=422 if forms.errors_in(form for _k, _l, form in offered) else 200)


def _act(request: HttpRequest, by: Actor, meeting: Any) -> tuple[HttpResponse | None, list[Any]]:
    """Takes the step that was asked, or gives the forms of those that can be taken."""
    asked = request.POST.get("act", "") if request.method == "POST" else ""
    scopes, level, offered = scopes_of_board(meeting.board), level_of(meeting.board), []
    for key, (action, kind, service, label, states) in _steps().items():
        if meeting.state not in states or not MEETINGS.allows(by, action, scopes=scopes, level=level):
            continue
        form = kind(by, meeting, request.POST if asked == key else None)
        if asked == key and form.is_valid():
            about = {} if "item" in form.cleaned_data else {"meeting": meeting}
            try:
                service(by=by, **about, **form.cleaned_data)
            except ValidationError as error:
                form.refused(error)
            else:
                notify(request, _("%(meeting)s: done.") % {"meeting": meeting})
                return redirect("meeting", meeting.ref), []
        offered.append((key, label, form))
    if asked and asked not in {key for key, _label, _form in offered}:
        notify(request, _("This can't be done now: somebody was faster, or you may not do it."), level=messages.ERROR)
        return redirect("meeting", meeting.ref), []
    return None, offered
