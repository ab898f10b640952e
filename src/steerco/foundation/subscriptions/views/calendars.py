"""Calendar addresses, and the calendar itself, which asks for no sign-in but for its secret."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.notices.services.mailing import absolute
from steerco.foundation.organisations.scope import within
from steerco.foundation.subscriptions.access import visible_calendars
from steerco.foundation.subscriptions.calendars import calendar
from steerco.foundation.subscriptions.dates import entries, kinds
from steerco.foundation.subscriptions.forms import CalendarForm
from steerco.foundation.subscriptions.models import CalendarAddress
from steerco.foundation.subscriptions.services import make_address, owner_of, revoke_address
from steerco.foundation.ui.notices import notify


@require_http_methods(["GET", "POST"])
@acting
def calendars_page(request: HttpRequest) -> HttpResponse:
    """One's own addresses, and a form for a new one, whose secret is shown once."""
    by = actor_of(request)
    form = CalendarForm(request.POST or None)
    shown = ""
    if request.method == "POST" and form.is_valid():
        try:
            _address, secret = make_address(by=by, **form.cleaned_data)
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
        else:
            shown, form = absolute(reverse("calendar_feed", args=[secret])), CalendarForm()
    labels = {kind.name: kind.label for kind in kinds()}
    held = CalendarAddress.objects.filter(visible_calendars(by)).order_by("revoked_at", "-id")
    context = {
        "form": form, "shown": shown, "nav_current": "calendars",
        "addresses": [(each, [labels.get(name, name) for name in each.kinds]) for each in held],
    }  # fmt: skip
    return render(request, "subscriptions/calendars.html", context, status=422 if form.errors else 200)


@require_POST
@acting
def revoke_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Switches an address off."""
    by = actor_of(request)
    address = get_object_or_404(CalendarAddress.objects.filter(visible_calendars(by)), pk=pk)
    revoke_address(by=by, address=address)
    notify(request, _("“%(name)s” is switched off. Whoever reads it gets nothing from now on.") % {"name": address})
    return redirect("calendars")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of a secret: the dates that its owner may see today."""
    found = owner_of(secret)
    if found is None:
        return HttpResponse(
            _("This calendar address is switched off, or it never was one."), status=403, content_type="text/plain; charset=utf-8"
        )
    address, by = found
    domain = urlsplit(settings.ADDRESS).hostname or "steerco"
    with within(by.organisation), timezone.override(by.organisation.time_zone):
        listed = entries(by, address.kinds, today=timezone.localdate(), own_only=address.own_only)
        text = calendar(
            f"{by.organisation.name}: {address.name}", listed, domain=f"{by.organisation.key}.{domain}", address=settings.ADDRESS,
            written=timezone.now(),
        )  # fmt: skip
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="steerco.ics"'
    answer["Cache-Control"] = "private, max-age=900"
    return answer
