"""The page of an act on a record of the log: says what follows, asks why, does it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steerco.capabilities.raid.registers.acts import ActForm, act_of
from steerco.capabilities.raid.services.records import NAMES, require
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.writer import EditConflict, together
from steerco.foundation.registers.editing.taking_back import way_back
from steerco.foundation.registers.register import registers
from steerco.foundation.ui.notices import notify


@require_http_methods(["GET", "POST"])
@acting
def act_page(request: HttpRequest, register: str, slug: str, act: str) -> HttpResponse:
    """An act that makes sense for the record now; 404 for any other."""
    by = actor_of(request)
    if register not in NAMES.values():
        raise Http404
    declared = registers[register]
    record = declared.find(by, slug)
    chosen = act_of(record, act)
    if chosen is None:
        raise Http404
    require(by, chosen.needs, record)
    form, problem = ActForm(chosen, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with together(by) as revision:
                shown = chosen.does(by, record, **form.cleaned_data)
            notify(request, _("%(record)s: done.") % {"record": shown}, undo=way_back(revision.revision))
            return redirect(reverse(registers[NAMES[type(shown)]].opens, args=[shown.ref]))
        except ValidationError as error:
            problem = " ".join(error.messages)
        except EditConflict as error:
            problem = str(error)
        except PermissionDenied as error:
            problem = str(error)
    context = {
        "register": declared, "record": record, "act": chosen, "form": form, "problem": problem, "nav_current": register,
        "back": reverse(declared.opens, args=[record.ref]),
    }  # fmt: skip
    return render(request, "raid/act.html", context, status=422 if problem or form.errors else 200)
