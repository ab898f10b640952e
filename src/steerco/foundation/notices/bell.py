"""How many notices are unread, put into the top of each page last of all, so that the page itself can be kept."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import ngettext

from steerco.foundation.notices.models import Notice
from steerco.foundation.prepared.statements import Given, Statement
from steerco.foundation.ui.shell import fill

MOST = 99


_UNREAD = Statement(
    lambda: (
        Notice.everywhere.filter(
            account_id=Given("account", models.BigIntegerField()),
            organisation_id=Given("organisation", models.BigIntegerField()),
            read_at__isnull=True,
        )
        .order_by()
        .values_list("pk")[: MOST + 1]
    )
)


@fill("unread")
def unread(request: HttpRequest) -> str:
    """The number beside the bell; nothing where all is read (one query)."""
    actor: Any = getattr(request, "actor", None)
    if actor is None or actor.account is None:
        return ""
    count = len(_UNREAD.rows(account=actor.account.pk, organisation=actor.organisation.pk))
    if not count:
        return ""
    shown = f"{MOST}+" if count > MOST else str(count)
    words = ngettext("unread notice", "unread notices", count)
    return format_html('<span class="n">{}</span><span class="sr"> {}</span>', shown, words)
