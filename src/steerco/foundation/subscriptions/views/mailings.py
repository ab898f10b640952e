"""Views by e-mail: one's own, those that one gets, and setting one up."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.accounts.models import Account
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.services import views_of
from steerco.foundation.subscriptions.access import visible_mailings
from steerco.foundation.subscriptions.forms import MailingForm
from steerco.foundation.subscriptions.models import MailedView
from steerco.foundation.subscriptions.services import end_mailing, leave_mailing, make_mailing, pause_mailing
from steerco.foundation.tasks.cron import Cron
from steerco.foundation.tasks.services import enqueue
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in


@require_GET
@acting
def mailings_page(request: HttpRequest) -> HttpResponse:
    """One's own views by e-mail, and those that others send."""
    by = actor_of(request)
    own = [_line(each) for each in MailedView.objects.filter(visible_mailings(by))]
    context = {"own": own, "sent_to_me": [_line(each) for each in _received(by)], "nav_current": "mailings", "offered": _offered(by)}
    return render(request, "subscriptions/mailings.html", context)


@require_http_methods(["GET", "POST"])
@acting
def new_page(request: HttpRequest, register: str) -> HttpResponse:
    """Sets a view up: which rows, as what, when, to whom. The address holds what the list shows now."""
    by = actor_of(request)
    held = registers.get(register)
    if held is None:
        raise Http404
    held.require(by, "export")
    query = _query(request)
    form = _form(request, by, held, query)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        view_key = number_in(given["view"])
        try:
            made = make_mailing(
                by=by, register=held, name=given["name"], query="" if given["view"] == "all" else query, form=given["form"],
                cron=form.cron(), to=list(given["to"]), view_key=view_key,
            )  # fmt: skip
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
        else:
            notify(request, _("“%(name)s” goes out %(when)s.") % {"name": made, "when": Cron.parse(made.cron).words()})
            return redirect("mailings")
    context = {"form": form, "register": held, "query": query, "nav_current": "mailings"}
    return render(request, "subscriptions/mailing.html", context, status=422 if form.errors else 200)


@require_POST
@acting
def change_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends one's own view now, holds it back, lets it go on, or ends it."""
    by = actor_of(request)
    mailing = get_object_or_404(MailedView.objects.filter(visible_mailings(by)), pk=pk)
    if "send" in request.POST:
        job = enqueue(by, "send_mailing", title=mailing.name, once=f"mailing:{mailing.pk}", mailing=mailing.pk)
        return redirect("job", pk=job.pk)
    if "end" in request.POST:
        end_mailing(by=by, mailing=mailing)
        notify(request, _("“%(name)s” goes out no more.") % {"name": mailing})
    else:
        pause_mailing(by=by, mailing=mailing, active="go_on" in request.POST)
        told = _("“%(name)s” goes out again.") if mailing.active else _("“%(name)s” is held back.")
        notify(request, told % {"name": mailing})
    return redirect("mailings")


@require_POST
@acting
def leave_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes oneself out of the recipients of somebody else's view."""
    by = actor_of(request)
    mailing = next((each for each in _received(by) if each.pk == pk), None)
    if mailing is None:
        raise Http404
    leave_mailing(by=by, mailing=mailing)
    notify(request, _("“%(name)s” comes to you no more.") % {"name": mailing})
    return redirect("mailings")


def _received(by: Actor) -> list[MailedView]:
    """What others send to the person who acts; the lists of recipients are short and few."""
    if by.account is None:
        return []
    others = MailedView.objects.exclude(owner=by.account).select_related("owner")
    return [each for each in others if by.account.pk in each.recipients]


def _line(mailing: MailedView) -> dict[str, Any]:
    """A view by e-mail as its page shows it."""
    register = registers.get(mailing.register)
    names = [str(each) for each in Account.objects.filter(pk__in=mailing.recipients).order_by("name", "email")]
    return {"mailing": mailing, "register": register, "when": Cron.parse(mailing.cron).words(), "to": names}


def _offered(by: Actor) -> list[Register]:
    """The registers whose views the actor may send."""
    return [each for each in registers.values() if each.may(by, "export") and each.may(by, "view")]


def _query(request: HttpRequest) -> str:
    """What the list shows that one came from: in the address at first, in the form afterwards."""
    given = QueryDict(request.POST["query"]) if "query" in request.POST else request.GET
    return Asked.from_query(given).state


def _form(request: HttpRequest, by: Actor, register: Register, query: str) -> MailingForm:
    views = [(str(view.pk), view.name) for view in views_of(by, register)]
    choices = [*([("shown", _("as the list shows them now"))] if query else []), ("all", _("all that each may see")), *views]
    inside = Account.objects.filter(memberships__organisation=by.organisation, memberships__active=True, is_active=True)
    members = list(inside.distinct().order_by("name", "email"))
    initial = {"name": str(register.label).capitalize(), "to": [by.account.pk] if by.account is not None else []}
    return MailingForm(request.POST or None, choices, members, initial)
