"""The page for auditors: which days, and the archive."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.audits.archive import may_take, take
from steerco.foundation.ledger.access import rights
from steerco.foundation.ledger.activity import standing
from steerco.foundation.ledger.days import end_of, instant, start_of
from steerco.foundation.organisations.models import Organisation


@require_GET
@acting
def audit_page(request: HttpRequest) -> HttpResponse:
    """Which days to take out, and how the archive is checked."""
    by = actor_of(request)
    _require(may_take(by))
    today = timezone.localdate()
    context = {"ledger": standing(by), "first": today.replace(month=1, day=1), "today": today, "nav_current": "ledger"}
    return render(request, "audits/audit.html", context)


@require_GET
@acting  # type: ignore[arg-type]  # a file is an answer, too
def audit_file(request: HttpRequest) -> HttpResponseBase:
    """The archive of the days asked for."""
    by = actor_of(request)
    _require(may_take(by))
    since = instant(request.GET.get("from", "")) or start_of(timezone.localdate().replace(month=1, day=1))
    until = instant(request.GET.get("to", ""), ends=True) or end_of(timezone.localdate())
    file = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115  # whoever sends it closes it
    take(by, since, until, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_name(by.organisation))


def _require(allowed: bool) -> None:
    if not allowed:
        raise Refused("ledger", "export", rights().allowed["export"])


def _name(organisation: Organisation) -> str:
    return f"{organisation.key}-audit-{timezone.localdate().isoformat()}.zip"
