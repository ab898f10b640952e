"""Emergency access: taking it, ending it, and looking at what was done with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from steerco.capabilities.entitlements import services
from steerco.capabilities.entitlements.access import EMERGENCIES
from steerco.capabilities.entitlements.forms import GlassForm
from steerco.capabilities.entitlements.queries.lent import emergencies
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui.notices import notify


@require_http_methods(["GET", "POST"])
@acting
def emergency_page(request: HttpRequest) -> HttpResponse:
    """Breaks the glass, for whoever may; and lists every time that it was broken, for whoever watches."""
    by = actor_of(request)
    may_open = EMERGENCIES.allows(by, "open_emergency")
    if not may_open and not EMERGENCIES.allows(by, "view"):
        raise Refused("emergency access", "open", EMERGENCIES.allowed["open_emergency"])
    form = GlassForm(request.POST or None)
    if request.method == "POST":
        EMERGENCIES.require(by, "open_emergency")
        if form.is_valid():
            try:
                opened = services.break_glass(by=by, reason=form.cleaned_data["reason"])
                until = timezone.localtime(opened.ends_at).strftime("%H:%M")
                notify(request, _("Emergency access until %(until)s.") % {"until": until}, level=messages.WARNING)
                return redirect("/")
            except ValidationError as error:
                for name, said in error.message_dict.items():
                    form.add_error(name if name in form.fields else None, said[0])
    context = {
        "form": form, "may_open": may_open, "found": emergencies(by)[:100], "now": timezone.now(),
        "may_look": EMERGENCIES.allows(by, "look_at"), "own": by.hands, "nav_current": "emergency",
    }  # fmt: skip
    return render(request, "entitlements/emergency.html", context, status=422 if form.errors else 200)


@require_POST
@acting
def end_own(request: HttpRequest) -> HttpResponse:
    """Ends the reader's own emergency access before its time."""
    by = actor_of(request)
    running = emergencies(by).filter(account=by.account, ends_at__gt=timezone.now()).first()
    if running is not None:
        services.end_emergency(by=by, emergency=running)
        notify(request, _("Emergency access has ended."))
    return redirect("/")


@require_POST
@acting
def look_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes down what somebody found who looked at an emergency access."""
    by = actor_of(request)
    EMERGENCIES.require(by, "look_at")
    emergency = get_object_or_404(emergencies(by), pk=pk)
    try:
        services.look_at_emergency(by=by, emergency=emergency, finding=request.POST.get("finding", ""))
        notify(request, _("Your finding is on record."))
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
    return redirect("emergency")
