"""The activity of an organisation: revisions newest first, filtered, each summed up in one line."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.apps import apps
from django.db.models import Count, Exists, Min, OuterRef
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext, gettext_lazy, ngettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.access import require_activity, shown_changes, visible_to
from steerco.foundation.ledger.entrances import way_in
from steerco.foundation.ledger.models import Change, LedgerHead, Revision
from steerco.foundation.ledger.origins import origins
from steerco.foundation.ledger.verbs import verb_said
from steerco.foundation.ledger.wording import kind_of
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.ui.numbers import number_in

PAGE = 50
_ACTIONS = {
    Change.CREATED: gettext_lazy("%(what)s added"),
    Change.CHANGED: gettext_lazy("%(what)s changed"),
    Change.DELETED: gettext_lazy("%(what)s removed"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the activity; empty values ask for everything."""

    person: int | None = None
    entrance: str = ""
    verb: str = ""
    record: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    before: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Wanted:
        """What an address asks for; what cannot be read asks for nothing."""
        return cls(
            person=number_in(query.get("person", "")),
            entrance=query.get("entrance", ""),
            verb=query.get("verb", ""),
            record=query.get("record", ""),
            since=_date(query.get("since", "")),
            until=_date(query.get("until", "")),
            before=number_in(query.get("before", "")),
        )

    @property
    def is_set(self) -> bool:
        """Whether anything but the place in the list is asked for."""
        return replace(self, before=None) != Wanted()


@dataclass(frozen=True, slots=True)
class Line:
    """One revision as a line: the revision, what it did, and where the act is told in full (empty where nowhere)."""

    revision: Revision
    verb: str
    told: str
    origin: str


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """A page of activity and the number to go on from (None on the last page)."""

    lines: list[Line]
    older: int | None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How long the ledger is, since when, and when its chain was checked last: up to which revision, and whether it held."""

    revisions: int
    since: dt.datetime | None
    checked_at: dt.datetime | None
    checked_to: int
    held: bool

    @property
    def unchecked(self) -> int:
        """How many revisions came after the last check."""
        return self.revisions - self.checked_to


def standing(by: Actor) -> Standing:
    """How the ledger of the actor's organisation stands; asks for the right first (two queries)."""
    require_activity(by)
    head = LedgerHead.objects.filter(organisation=by.organisation).first()
    since = Revision.objects.order_by("number").values_list("at", flat=True).first()
    return (
        Standing(head.number, since, head.checked_at, head.checked_to, head.held) if head is not None else Standing(0, None, None, 0, True)
    )


def activity(by: Actor, wanted: Wanted) -> ActivityPage:
    """The revisions that the actor may read and asks for, newest first (two queries; where filters are set, one more to count them)."""
    found = visible_to(by).select_related("account", "on_behalf_of", "undoes")
    if wanted.person is not None:
        found = found.filter(account_id=wanted.person)
    if wanted.entrance:
        found = found.filter(entrance=wanted.entrance)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.record:
        about = Change.objects.filter(shown_changes(by), revision=OuterRef("pk"), record_type=wanted.record)
        found = found.filter(Exists(about))
    if wanted.since is not None:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None and wanted.until < dt.date.max:
        found = found.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    count = found.count() if wanted.is_set else None
    if wanted.before is not None:
        found = found.filter(number__lt=wanted.before)
    revisions = list(found[: PAGE + 1])
    shown = revisions[:PAGE]
    return ActivityPage(lines(by, shown), shown[-1].number if len(revisions) > PAGE else None, count)


def lines(by: Actor, revisions: list[Revision]) -> list[Line]:
    """Each revision with what it did to how many records of which kind (one query)."""
    counted = (
        Change.objects.filter(shown_changes(by), revision__in=revisions)
        .values("revision_id", "record_type", "action")
        .annotate(number=Count("id"), label=Min("record_label"), first=Min("id"))
        .order_by("-number", "first")
    )
    told: dict[int, list[str]] = defaultdict(list)
    for row in counted:
        kind = kind_of(row["record_type"], many=row["number"] > 1)
        what = f"{kind} {row['label']}" if row["number"] == 1 else f"{row['number']:,} {kind}"
        told[row["revision_id"]].append(str(_ACTIONS[row["action"]]) % {"what": what})
    pages = origins(by, revisions)
    return [Line(each, said(each.verb), _summed(told[each.pk]), pages.get(each.number, "")) for each in revisions]


def said(verb: str) -> str:
    """A verb of the ledger as a heading: `load_return` as its room says it, else `Load return`."""
    return verb_said(verb)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the activity can be filtered by: people, entrances, verbs, kinds of record (three queries)."""
    entrances = Revision.objects.order_by("entrance").values_list("entrance", flat=True).distinct()
    verbs = Revision.objects.order_by("verb").values_list("verb", flat=True).distinct()
    people = Account.objects.filter(pk__in=Revision.objects.values("account_id")).order_by("name", "email")
    kinds = [m for m in apps.get_models() if issubclass(m, OrganisationRecord)]
    return {
        "person": [(str(account.pk), str(account)) for account in people],
        "entrance": [(entrance, way_in(entrance)) for entrance in entrances],
        "verb": [(verb, said(verb)) for verb in verbs],
        "record": sorted(((m._meta.label_lower, str(m._meta.verbose_name_plural)) for m in kinds), key=lambda kind: kind[1]),
    }


def _summed(told: list[str]) -> str:
    rest = len(told) - 3
    if rest <= 0:
        return ", ".join(told)
    more = ngettext("%(count)s more kind of change", "%(count)s more kinds of change", rest) % {"count": rest}
    return gettext("%(listed)s and %(more)s") % {"listed": ", ".join(told[:3]), "more": more}


def _midnight(day: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(day, dt.time.min))


def _date(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
