"""Settings of one's own pages: name, light or dark, density, keys."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from steerco.foundation.accounts.forms import PreferencesForm
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import keep_preferences
from steerco.foundation.ui.notices import notify


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Shows the settings, and keeps them."""
    account = cast(Account, request.user)
    form = PreferencesForm(request.POST or None, instance=Account.objects.get(pk=account.pk))
    if request.method == "POST" and form.is_valid():
        keep_preferences(by=account, **form.cleaned_data)
        notify(request, _("Settings kept."))
        return redirect("preferences")
    return render(request, "accounts/preferences.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def keep_theme(request: HttpRequest) -> HttpResponse:
    """Remembers light or dark from the switch in the top bar; a script gets no page back, a plain form the page it came from."""
    try:
        keep_preferences(by=cast(Account, request.user), theme=request.POST.get("theme", ""))
    except ValidationError:
        return HttpResponseBadRequest(_("Choose light, dark or system."))
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    came_from = request.headers.get("Referer", "")
    inside = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(came_from if inside else "/")
