"""Pages beyond the registers: the tree of units on a date, and moving a unit in it."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from steerco.capabilities.people import services
from steerco.capabilities.people.access import PEOPLE, UNITS, allows_somewhere
from steerco.capabilities.people.forms import HandoverForm, PlaceForm
from steerco.capabilities.people.queries import catalogue, people, scopes_of_unit, tree, units, written_tables
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in


@require_GET
@acting
def tree_page(request: HttpRequest) -> HttpResponse:
    """The units as a tree, as it was or will be on a date."""
    by = actor_of(request)
    if UNITS.reach(by, "view").nothing:
        raise Refused("unit", "view", UNITS.allowed["view"])
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = timezone.localdate()
    found = tree(by, on)
    context = {
        "roots": found.roots,
        "count": found.count,
        "turns": found.turns,
        "on": on,
        "today": timezone.localdate(),
        "may_add": allows_somewhere(by, UNITS, "create"),
        "nav_current": "units",
    }
    return render(request, "people/tree.html", context)


@require_http_methods(["GET", "POST"])
@acting
def place_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves a unit under another from a date; a cycle is refused with the rule."""
    by = actor_of(request)
    unit = get_object_or_404(units(by), pk=pk)
    UNITS.require(by, "edit", scopes=scopes_of_unit(unit))
    form = PlaceForm(by, unit, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.place_unit(by=by, unit=unit, **form.cleaned_data)
            notify(request, _("%(unit)s moved.") % {"unit": unit})
            return redirect(reverse("units_tree"))
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                form.add_error(name if name in form.fields else None, messages[0])
    return render(request, "people/place.html", {"form": form, "unit": unit, "nav_current": "units"}, status=422 if form.errors else 200)


@require_GET
@acting
def leavers_page(request: HttpRequest) -> HttpResponse:
    """The people who have left and still answer for something."""
    by = actor_of(request)
    PEOPLE.require(by, "edit")
    return render(request, "people/leavers.html", {"leavers": services.leavers(by), "nav_current": "people"})


@require_http_methods(["GET", "POST"])
@acting
def handover_page(request: HttpRequest, pk: int) -> HttpResponse:
    """All that a person answers for, and to whom it goes."""
    by = actor_of(request)
    PEOPLE.require(by, "edit")
    person = get_object_or_404(people(by), pk=pk)
    form = HandoverForm(by, person, request.POST or None)
    own = services.open_ownerships(by, person)
    if request.method == "POST" and form.is_valid():
        picked = {kind: {key for key in map(number_in, request.POST.getlist(kind)) if key is not None} for kind in own}
        try:
            count = services.hand_over(by=by, person=person, picked=picked, **form.cleaned_data)
            notify(request, ngettext("%(count)d thing handed over.", "%(count)d things handed over.", count) % {"count": count})
            return redirect("person", pk)
        except ValidationError as error:
            said = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
            for name, messages in said.items():
                form.add_error(name if name in form.fields else None, messages[0])
    kinds = [(kind, services.ownerships[kind].label, owned) for kind, owned in own.items()]
    context = {"person": person, "form": form, "kinds": kinds, "count": sum(map(len, own.values())), "nav_current": "people"}
    return render(request, "people/handover.html", context, status=422 if form.errors else 200)


@require_GET
@acting
def catalogue_page(request: HttpRequest) -> HttpResponse:
    """Every role with what it is for, and what each may do to each kind of record: the permission tables themselves."""
    context = {"roles": catalogue(), "tables": written_tables(), "nav_current": "roles"}
    return render(request, "people/catalogue.html", context)
