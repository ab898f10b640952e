"""One exception, one escalation: where it stands, and what may be done next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steerco.capabilities.escalations import queries, services
from steerco.capabilities.escalations.forms import CauseForm, DecisionForm, NoteForm, OutcomeForm, ReasonForm, ReportForm
from steerco.capabilities.escalations.models import EscalationState, ExceptionState
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.registers.register import registers
from steerco.foundation.ui.notices import notify

Act = tuple[str, type[Any], Callable[..., Any], Any]


def _exception_acts(by: Actor, exception: Any) -> dict[str, Act]:
    """What may be done with an exception now, and by whom."""
    may, state = registers["exceptions"].may, exception.state
    found: dict[str, Act] = {}
    if state == ExceptionState.FORECAST_BREACH and may(by, "raise", exception):
        found["raise"] = ("raise", ReasonForm, services.raise_exception, _("Raise it"))
    if state == ExceptionState.RAISED and may(by, "report", exception):
        found["report"] = ("report", ReportForm, services.report_exception, _("Report to the board"))
    if state == ExceptionState.REPORTED and may(by, "decide", exception):
        found["decide"] = ("decide", OutcomeForm, services.decide_exception, _("Record the decision"))
    if state not in (ExceptionState.REPORTED, ExceptionState.CLOSED) and may(by, "close", exception):
        found["close"] = ("close", ReasonForm, services.close_exception, _("Close it"))
    return found


def _escalation_acts(by: Actor, escalation: Any) -> dict[str, Act]:
    """What may be done with an escalation now, and by whom."""
    may, found = registers["escalations"].may, dict[str, Act]()
    if escalation.state != EscalationState.OPEN:
        return found
    if may(by, "decide", escalation):
        found["decide"] = ("decide", DecisionForm, services.decide_escalation, _("Record the decision"))
        found["note"] = ("note", NoteForm, services.note_escalation, _("Note it"))
        found["lower"] = ("lower", ReasonForm, services.lower_escalation, _("Give it back"))
    if may(by, "escalate", escalation):
        found["cause"] = ("cause", CauseForm, services.add_cause, _("Add a cause"))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def exception_page(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """An exception: what moved, its report, its decision."""
    by, register = actor_of(request), registers[name]
    register.require(by, "view")
    exception = register.find(by, slug)
    acts = _exception_acts(by, exception)
    answer, forms = _act(request, by, "exception", exception, acts)
    if answer is not None:
        return answer
    states = [value for value in ExceptionState if value != ExceptionState.FORECAST_BREACH or exception.tolerance_id is not None]
    steps = [{"label": value.label, "state": _place(states, value, exception.state)} for value in states]
    escalated = queries.escalations(by).filter(bundled__exception=exception).select_related("responsible")
    context = {"exception": exception, "forms": forms, "steps": steps, "escalated": escalated, "nav_current": name}
    return render(request, "escalations/exception.html", context, status=_status(forms))


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def escalation_page(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """An escalation: where it is, since when, who must decide, and its way there."""
    by, register = actor_of(request), registers[name]
    register.require(by, "view")
    escalation = register.find(by, slug)
    acts = _escalation_acts(by, escalation)
    answer, forms = _act(request, by, "escalation", escalation, acts)
    if answer is not None:
        return answer
    context = {
        "escalation": escalation, "forms": forms, "way": list(escalation.steps.select_related("responsible")),
        "causes": [line for line in escalation.causes.splitlines() if line.strip()], "nav_current": name,
        "bundled": queries.exceptions(by).filter(escalated__escalation=escalation),
        "overdue": escalation.state == EscalationState.OPEN and escalation.due_on < timezone.localdate(),
    }  # fmt: skip
    return render(request, "escalations/escalation.html", context, status=_status(forms))


def _act(request: HttpRequest, by: Actor, word: str, record: Any, acts: dict[str, Act]) -> tuple[HttpResponse | None, list[Any]]:
    """Does what was asked, or gives the forms of what can be done, with what was refused."""
    asked = request.POST.get("act", "") if request.method == "POST" else ""
    forms = []
    for key, (_key, kind, service, label) in acts.items():
        form = kind(by, record, request.POST if asked == key else None)
        if asked == key and form.is_valid():
            try:
                service(by=by, **{word: record}, **form.cleaned_data)
            except ValidationError as error:
                form.refused(error)
            else:
                notify(request, _("%(record)s: done.") % {"record": record})
                return redirect(word, record.ref), []
        forms.append((key, label, form, kind is not ReasonForm or asked == key))
    if asked and asked not in acts:
        notify(request, _("This can't be done now: somebody was faster, or you may not do it."), level=messages.ERROR)
        return redirect(word, record.ref), []
    return None, forms


def _status(forms: list[Any]) -> int:
    return 422 if any(form.is_bound and form.errors for _key, _label, form, _open in forms) else 200


def _place(states: list[Any], value: Any, now: str) -> str:
    at, here = states.index(value), next((place for place, each in enumerate(states) if each == now), 0)
    return "now" if at == here else "done" if at < here else "todo"
