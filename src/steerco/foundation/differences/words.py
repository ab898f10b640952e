"""Differences as pages, files and programs tell them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from steerco.foundation.accounts.models import Account
from steerco.foundation.differences.between import AS_BEFORE, CAME_AND_WENT, Between, Deed, Difference
from steerco.foundation.exports.writers import Sheet
from steerco.foundation.ledger.behalf import doer
from steerco.foundation.ledger.models import Change

OUTCOMES = {
    Change.CREATED: gettext_lazy("added"),
    Change.CHANGED: gettext_lazy("changed"),
    Change.DELETED: gettext_lazy("removed"),
    CAME_AND_WENT: gettext_lazy("added and removed again"),
    AS_BEFORE: gettext_lazy("changed, and changed back"),
}
SHOWN_DEEDS = 3


def who_said(deed: Deed) -> str:
    """Who did it, and for whom."""
    return doer(deed.account, deed.on_behalf_of)


def lines(found: list[Difference]) -> list[dict[str, Any]]:
    """Differences as their page shows them."""
    return [
        {"told": each.told, "outcome": each.outcome, "said": OUTCOMES[each.outcome], "deeds": each.deeds[:SHOWN_DEEDS],
         "more": max(len(each.deeds) - SHOWN_DEEDS, 0), "edited": each.outcome == Change.CHANGED and bool(each.told.fields)}
        for each in found
    ]  # fmt: skip


def sheet(between: Between) -> Sheet:
    """One row for each field that differs."""
    heads = [
        _("Kind"),
        _("Record"),
        _("Belongs to"),
        _("What"),
        _("Field"),
        _("Before"),
        _("After"),
        _("Who"),
        _("Last changed"),
        _("Why"),
        _("Revisions"),
    ]
    span = between.span
    about = [
        (_("Organisation"), between.by.organisation.name),
        (_("About"), between.at.label if between.at is not None else _("everything")),
        (_("From"), span.since.isoformat()),
        (_("To"), span.until.isoformat()),
        (_("Records"), str(between.total)),
        (_("Written"), timezone.now().isoformat(timespec="seconds")),
    ]
    return Sheet(_("What changed"), heads, _rows(between), about)


def _rows(between: Between) -> Iterator[list[Any]]:
    for each in between.every():
        newest = each.deeds[0]
        who = "; ".join(dict.fromkeys(map(who_said, each.deeds)))
        why = "; ".join(dict.fromkeys(deed.reason for deed in each.deeds if deed.reason))
        numbers = ", ".join(str(deed.number) for deed in each.deeds)
        head = [each.told.kind, each.told.label, each.belongs_to, str(OUTCOMES[each.outcome])]
        tail = [who, timezone.localtime(newest.at).isoformat(timespec="seconds"), why, numbers]
        for field in each.told.fields:
            yield [*head, field.label, field.before, field.after, *tail]
        if not each.told.fields:
            yield [*head, "", "", "", *tail]


def as_object(difference: Difference) -> dict[str, Any]:
    """One difference for programs: exact values beside their words."""
    return {
        "record_type": difference.key[0], "record_id": difference.key[1], "record": difference.told.label,
        "belongs_to": difference.belongs_to, "outcome": difference.outcome,
        "before": difference.before, "after": difference.after,
        "fields": [{"label": field.label, "before": field.before, "after": field.after} for field in difference.told.fields],
        "acts": [
            {"revision": deed.number, "at": deed.at.isoformat(), "account": _address(deed.account),
             "on_behalf_of": _address(deed.on_behalf_of), "what": deed.verb, "reason": deed.reason}
            for deed in difference.deeds
        ],
    }  # fmt: skip


def _address(account: Account | None) -> str | None:
    return account.email if account is not None else None


def summary(between: Between) -> dict[str, Any]:
    """What a span comes to for programs: the instants, how many records of which kind, and who did it."""
    return {
        "from": between.span.since.isoformat(), "to": between.span.until.isoformat(), "count": between.total,
        "kinds": [{"record_type": each.kind, "words": each.words, "records": each.records} for each in between.kinds],
        "people": [
            {"account": _address(each.account), "on_behalf_of": _address(each.on_behalf_of), "records": each.records, "acts": each.acts}
            for each in between.people
        ],
    }  # fmt: skip
