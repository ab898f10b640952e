"""Records put into an order by hand: one is moved before or after another, and all that move along are numbered anew, as one act."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import together
from steerco.foundation.registers.editing.taking_back import way_back
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.writing import REFUSALS, said
from steerco.foundation.ui.notices import notify

MOST = 1000


def move(register: Register, by: Actor, record: Any, *, before: Any = None, after: Any = None) -> tuple[list[Any], Revision | None]:
    """Puts a record right before another, or right after it; all records in their new order, and the revision that made it."""
    if register.update is None or not register.order:
        raise Http404
    with together(by) as act:
        register.require(by, "edit", record)
        standing = list(register.rows(by).order_by(register.order, "pk")[: MOST + 1])
        if len(standing) > MOST:
            raise ValidationError(_("Refused: only up to 1,000 are ordered by hand. Sort them by a column."))
        place = next((number for number, each in enumerate(standing) if each.pk == record.pk), -1)
        if place < 0:
            raise Http404
        moved = standing.pop(place)
        beside = before if before is not None else after
        there = next((number for number, each in enumerate(standing) if beside is not None and each.pk == beside.pk), len(standing) - 1)
        standing.insert(there if before is not None else there + 1, moved)
        for number, each in enumerate(standing, 1):
            if getattr(each, register.order) != number:
                register.update(by=by, record=each, version=each.version, **{register.order: number})
    return standing, act.revision


@require_POST
@acting
def order(request: HttpRequest, name: str) -> HttpResponse:
    """Moves a row to where it was put; says to a script what all records are numbered now."""
    by, register = actor_of(request), registers[name]
    if not request.POST.get("row"):
        register.require(by, "edit")
        return HttpResponse(_("Say which row moves."), status=400, content_type="text/plain; charset=utf-8")
    record = register.find(by, request.POST.get("row", ""))
    beside = {side: register.find(by, request.POST[side]) for side in ("before", "after") if request.POST.get(side)}
    try:
        standing, act = move(register, by, record, **beside)
    except REFUSALS as error:
        return HttpResponse(said(error), status=409, content_type="text/plain; charset=utf-8")
    place = next(number for number, each in enumerate(standing, 1) if each.pk == record.pk)
    text = _("%(record)s is now %(place)d of %(all)d.") % {"record": record, "place": place, "all": len(standing)}
    if request.headers.get("X-Requested-With") != "fetch":
        notify(request, text, undo=way_back(act))
        return redirect(name)
    rows = [[str(getattr(each, register.slug)), each.version, number] for number, each in enumerate(standing, 1)]
    return JsonResponse({"text": text, "undo": way_back(act), "rows": rows})
