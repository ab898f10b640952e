"""One's own access: roles held, rights lent and received; lending, taking back, acting for somebody."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.capabilities.entitlements import services
from steerco.capabilities.entitlements.access import DELEGATIONS, EMERGENCIES
from steerco.capabilities.entitlements.forms import LendForm
from steerco.capabilities.entitlements.queries.lent import delegations, held_roles
from steerco.foundation.access.actor import delegations_to
from steerco.foundation.access.middleware import ACTING_KEY
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.accounts.models import Account
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in


@require_GET
@acting
def own_page(request: HttpRequest) -> HttpResponse:
    """What the reader may do here and through what: own roles, whom they act for, what they lent."""
    by, account, today = actor_of(request), cast(Account, request.user), timezone.localdate()
    seen = delegations(by)
    context = {
        "roles": held_roles(by, account),
        "offered": delegations_to(account, by.organisation),
        "given": [each for each in seen if each.giver_id == account.pk],
        "others": [each for each in seen if account.pk not in (each.giver_id, each.receiver_id)],
        "today": today,
        "may_lend": not DELEGATIONS.reach(by, "lend").nothing,
        "may_end": DELEGATIONS.allows(by, "end"),
        "may_open": EMERGENCIES.allows(by, "open_emergency"),
        "nav_current": "own_access",
    }
    return render(request, "entitlements/own.html", context)


@require_http_methods(["GET", "POST"])
@acting
def lend_page(request: HttpRequest) -> HttpResponse:
    """Lends rights to another member."""
    by = actor_of(request)
    if DELEGATIONS.reach(by, "lend").nothing:
        raise Refused("delegation", "lend", {"whoever holds a role of their own"})
    form = LendForm(by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.lend_rights(by=by, **form.arguments())
            notify(request, _("%(who)s may act for you.") % {"who": made.receiver})
            return redirect("own_access")
        except ValidationError as error:
            _say(form, error)
    return render(request, "entitlements/lend.html", {"form": form, "nav_current": "own_access"}, status=422 if form.errors else 200)


@require_POST
@acting
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a delegation at once."""
    by = actor_of(request)
    delegation = get_object_or_404(delegations(by), pk=pk)
    try:
        services.end_delegation(by=by, delegation=delegation, reason=request.POST.get("reason", "")[:300])
        notify(request, _("The delegation has ended."))
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
    return redirect("own_access")


@require_POST
@acting
def act_for(request: HttpRequest) -> HttpResponse:
    """Begins to act for somebody by a delegation of today, or, without one, acts as oneself again."""
    by, chosen = actor_of(request), request.POST.get("delegation", "")
    if not chosen:
        request.session.pop(ACTING_KEY, None)
        notify(request, _("You act as yourself again."))
        return redirect("own_access")
    found = delegations_to(cast(Account, request.user), by.organisation).filter(pk=number_in(chosen) or 0).first()
    if found is None:
        raise Http404
    request.session[ACTING_KEY] = found.pk
    notify(request, _("You act for %(who)s now.") % {"who": found.giver})
    return redirect("/")


def _say(form: LendForm, error: ValidationError) -> None:
    """Puts a refusal of the service beside its field."""
    names = {"assignments": "roles"}
    for name, said in error.message_dict.items():
        field = names.get(name, name)
        form.add_error(field if field in form.fields else None, said[0])
