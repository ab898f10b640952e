"""One board: its terms, its seats, its meetings."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steerco.capabilities.meetings import queries, services
from steerco.capabilities.meetings.forms import SeatForm
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.registers.register import registers
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def board_page(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """A board with its seats; whoever may change it gives and takes them here."""
    by, register = actor_of(request), registers[name]
    register.require(by, "view")
    board = register.find(by, slug)
    form = SeatForm(by, request.POST if request.method == "POST" and "leave" not in request.POST else None)
    problem = ""
    try:
        if "leave" in request.POST:
            member = get_object_or_404(board.members, pk=number_in(request.POST["leave"]) or 0)
            services.unseat_member(by=by, member=member)
            notify(request, _("%(who)s has no seat any more.") % {"who": member})
            return redirect("board", board.ref)
        if form.is_bound and form.is_valid():
            seat = services.seat_member(by=by, board=board, **form.cleaned_data)
            notify(request, _("%(who)s has a seat.") % {"who": seat})
            return redirect("board", board.ref)
    except ValidationError as error:
        problem = " ".join(error.messages)
    context = {
        "board": board, "members": list(board.members.select_related("person", "deputy")), "form": form, "problem": problem,
        "may_edit": register.may(by, "edit", board), "may_plan": registers["meetings"].may(by, "create"),
        "meetings": queries.meetings(by).filter(board=board).order_by("-on")[:12], "nav_current": name, "slug": slug,
    }  # fmt: skip
    return render(request, "meetings/board.html", context, status=422 if problem or form.errors else 200)
