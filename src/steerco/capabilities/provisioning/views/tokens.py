"""Tokens of one's own, and those of everybody for whoever watches; a new secret is shown once."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from steerco.capabilities.provisioning import services
from steerco.capabilities.provisioning.access import TOKENS
from steerco.capabilities.provisioning.forms import TokenForm
from steerco.capabilities.provisioning.queries import tokens
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.accounts.models import Account
from steerco.foundation.ui.notices import notify


@require_http_methods(["GET", "POST"])
@acting
def tokens_page(request: HttpRequest) -> HttpResponse:
    """The tokens; issues one, whose secret stands on this answer and nowhere else."""
    by, account, secret = actor_of(request), cast(Account, request.user), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST":
        if TOKENS.reach(by, "issue").nothing:
            raise Refused("token", "issue", TOKENS.allowed["issue"])
        if form.is_valid():
            try:
                secret, form = services.issue_token(by=by, **form.cleaned_data).secret, TokenForm()
            except ValidationError as error:
                for name, said in error.message_dict.items():
                    form.add_error(name if name in form.fields else None, said[0])
    found = tokens(by)
    context = {
        "form": form, "secret": secret, "own": [each for each in found if each.account_id == account.pk],
        "others": [each for each in found if each.account_id != account.pk], "today": timezone.localdate(),
        "may_issue": not TOKENS.reach(by, "issue").nothing, "may_end": TOKENS.allows(by, "end"), "nav_current": "tokens",
    }  # fmt: skip
    answer = render(request, "provisioning/tokens.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@acting
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a token at once."""
    by = actor_of(request)
    token = get_object_or_404(tokens(by), pk=pk)
    try:
        services.revoke_token(by=by, token=token, reason=request.POST.get("reason", "")[:300])
        notify(request, _("%(token)s opens nothing any more.") % {"token": token})
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
    return redirect("tokens")
