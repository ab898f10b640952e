"""The pages of webhooks: all of them, one with its log, and what was sent and answered."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui.notices import notify
from steerco.foundation.webhooks import services
from steerco.foundation.webhooks.access import rights, visible_to
from steerco.foundation.webhooks.forms import WebhookForm
from steerco.foundation.webhooks.happenings import said, summed_up
from steerco.foundation.webhooks.models import Delivery, DeliveryState, Webhook
from steerco.foundation.webhooks.signing import HEADER

PER_PAGE = 30


@require_http_methods(["GET", "POST"])
@acting
def webhooks_page(request: HttpRequest) -> HttpResponse:
    """All webhooks, and making one; its secret is shown on the answer and never again."""
    by = actor_of(request)
    found = visible_to(by)
    may = rights().allows(by, "manage")
    form, made, secret = WebhookForm(request.POST or None), None, ""
    if request.method == "POST":
        rights().require(by, "manage")
        if form.is_valid():
            try:
                made, secret = services.make_webhook(by=by, **form.cleaned_data)
                form = WebhookForm()
            except ValidationError as error:
                _tell(form, error)
    lost, last = Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP)), Max("deliveries__tried_at")
    lines = [(each, summed_up(each.events)) for each in found.annotate(lost=lost, last_at=last)]
    context = {"form": form, "lines": lines, "made": made, "secret": secret, "may": may, "header": HEADER, "nav_current": "webhooks"}
    return render(request, "webhooks/webhooks.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def webhook_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook: what it is told of, its log, and changing it."""
    by = actor_of(request)
    webhook = get_object_or_404(visible_to(by), pk=pk)
    may = rights().allows(by, "manage")
    kept = {name: getattr(webhook, name) for name in ("name", "address", "events", "detail", "confidential")}
    form = WebhookForm(request.POST or None, initial=kept)
    if request.method == "POST":
        rights().require(by, "manage")
        if form.is_valid():
            try:
                services.change_webhook(by=by, webhook=webhook, **form.cleaned_data)
            except ValidationError as error:
                _tell(form, error)
            else:
                notify(request, _("Saved."))
                return redirect("webhook", pk=pk)
    page = Paginator(webhook.deliveries.all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "webhooks/webhook.html", _shown(webhook, form, page, may=may), status=422 if form.errors else 200)


@require_POST
@acting
def webhook_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries a webhook, holds it back, lets it go on, gives it another secret, or deletes it."""
    by = actor_of(request)
    webhook = get_object_or_404(visible_to(by), pk=pk)
    if "try" in request.POST:
        services.try_webhook(by=by, webhook=webhook)
        notify(request, _("A test message is on its way; its answer appears in the log."))
    elif "renew" in request.POST:
        secret = services.renew_secret(by=by, webhook=webhook)
        context = _shown(webhook, WebhookForm(), Paginator(webhook.deliveries.all(), PER_PAGE).get_page(1), may=True)
        return render(request, "webhooks/webhook.html", context | {"secret": secret, "header": HEADER})
    elif "end" in request.POST:
        services.end_webhook(by=by, webhook=webhook)
        notify(request, _("“%(name)s” is deleted; nothing more is sent.") % {"name": webhook.name})
        return redirect("webhooks")
    else:
        services.pause_webhook(by=by, webhook=webhook, active="go_on" in request.POST)
        told = _("“%(name)s” is told again, from now.") if webhook.active else _("“%(name)s” is held back.")
        notify(request, told % {"name": webhook.name})
    return redirect("webhook", pk=pk)


@require_GET
@acting
def delivery_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: what was sent, what was answered, how long it took."""
    by = actor_of(request)
    delivery = _delivery(request, pk)
    sent = json.dumps(json.loads(delivery.body), indent=2, ensure_ascii=False)
    may_read = by.account == delivery.webhook.owner or not delivery.webhook.confidential
    context = {
        "delivery": delivery, "webhook": delivery.webhook, "sent": sent, "may_read": may_read, "may": rights().allows(by, "manage"),
        "nav_current": "webhooks",
    }  # fmt: skip
    return render(request, "webhooks/delivery.html", context)


@require_POST
@acting
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends a message once more."""
    delivery = _delivery(request, pk)
    services.send_again(by=actor_of(request), delivery=delivery)
    notify(request, _("It is on its way once more."))
    return redirect("delivery", pk=pk)


def _delivery(request: HttpRequest, pk: int) -> Delivery:
    seen = visible_to(actor_of(request)).values("pk")
    return get_object_or_404(Delivery.objects.select_related("webhook__owner", "webhook__organisation").filter(webhook__in=seen), pk=pk)


def _shown(webhook: Webhook, form: WebhookForm, page: Any, *, may: bool) -> dict[str, Any]:
    return {
        "webhook": webhook, "events": [said(event) for event in webhook.events], "form": form, "page": page, "may": may,
        "waiting": any(each.state == DeliveryState.WAITING for each in page), "nav_current": "webhooks",
    }  # fmt: skip


def _tell(form: WebhookForm, error: ValidationError) -> None:
    for name, told in error.message_dict.items():
        form.add_error(name if name in form.fields else None, told)
