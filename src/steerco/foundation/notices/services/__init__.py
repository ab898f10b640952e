"""Notices are made here from what the ledger says, one for each person and change, for those only who may see what it is about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.behalf import doer
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.queries import head_number
from steerco.foundation.notices.kinds import kind_of
from steerco.foundation.notices.models import Mail, Mute, Notice, NoticeMark, Wishes
from steerco.foundation.notices.telling import Telling, tellings, told_of
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.subjects import Subject, subject_at
from steerco.foundation.tasks.services import enqueue

SILENT = frozenset({"import"})
"""Entrances that bring so much at once that nobody wants a notice of each."""
MOST_CHANGES = 200
GAP = 100
MAIL_DELAY = 30.0  # seconds in which somebody who reads the inbox anyway gets no mail


def catch_up(organisation: Organisation, *, first: int | None = None) -> int:
    """Reads the ledger from where it was left, and makes the notices; gives how many. `first` is where to begin where nothing was read."""
    mark, _made = NoticeMark.objects.get_or_create(
        organisation=organisation, defaults={"number": max((head_number(organisation) if first is None else first) - 1, 0)}
    )
    head = head_number(organisation)
    if mark.number >= head:
        return 0
    with within(organisation):
        relevant = Change.objects.filter(
            revision__organisation=organisation, revision__number__gt=mark.number, revision__number__lte=head, record_type__in=told_of()
        ).exclude(revision__entrance__in=SILENT)
        numbers = sorted(set(relevant.values_list("revision__number", flat=True)))
        if not numbers and head - mark.number < GAP:
            return 0
        made = sum(_tell(organisation, number) for number in numbers)
        NoticeMark.objects.filter(organisation=organisation, number__lt=head).update(number=head)
    return made


def _tell(organisation: Organisation, number: int) -> int:
    """The notices of one revision; one that changes very much at once is an upkeep of the office, and told to nobody."""
    revision = Revision.objects.select_related("account", "on_behalf_of").get(number=number)
    changes = list(revision.changes.filter(record_type__in=told_of()).order_by("id")[: MOST_CHANGES + 1])
    if len(changes) > MOST_CHANGES:
        return 0
    chosen: dict[int, Telling] = {}
    for change in changes:
        for telling in tellings(revision, change):
            if telling.withdraws:
                Notice.objects.filter(kind=telling.kind, link__endswith=telling.withdraws).update(excerpt="")
            _choose(chosen, telling, besides=revision.account_id)
    return notify_all(organisation, f"revision:{number}", chosen, actor=revision.account, principal=revision.on_behalf_of)


def _choose(chosen: dict[int, Telling], telling: Telling, *, besides: int | None) -> None:
    """Keeps for each person the heaviest of what is told of one change; nobody is told what they did themselves."""
    for key in set(telling.to):
        held = chosen.get(key)
        if key != besides and (held is None or kind_of(held.kind).weight < kind_of(telling.kind).weight):
            chosen[key] = telling


def notify_all(
    organisation: Organisation, cause: str, chosen: dict[int, Telling], *, actor: Account | None = None, principal: Account | None = None
) -> int:
    """Puts into the inbox of each person what is told to them, where they may see it and want to hear it; asks for the mails."""
    made: list[Notice] = []
    who = doer(actor or _("The system"), principal)
    people = Account.objects.filter(pk__in=chosen, is_active=True, memberships__organisation=organisation, memberships__active=True)
    wishes = {each.account_id: each for each in Wishes.objects.filter(account__in=people)}
    for person in people.distinct():
        telling = chosen[person.pk]
        if not wanted(person.pk, telling.kind, telling.about, wishes.get(person.pk)):
            continue
        subject = seen(person, organisation, telling.about)
        if telling.about is not None and subject is None:
            continue
        made.append(_notice(organisation, person, cause, telling, subject, (actor, who)))
    fresh = Notice.everywhere.bulk_create(made, ignore_conflicts=True) if made else []
    if any((wishes[each.account_id].mail if each.account_id in wishes else Mail.AT_ONCE) == Mail.AT_ONCE for each in fresh):
        transaction.on_commit(lambda: _ask_for_mails(organisation), robust=True)
    return len(fresh)


def wanted(account_id: int, kind: str, about: tuple[str, int] | None, wishes: Wishes | None) -> bool:
    """Whether somebody wants to hear of a kind and of a record; what is forced nobody can switch off."""
    if kind_of(kind).forced:
        return True
    if wishes is not None and kind in wishes.muted_kinds:
        return False
    return about is None or not Mute.objects.filter(account_id=account_id, record_type=about[0], record_id=about[1]).exists()


def seen(person: Account, organisation: Organisation, about: tuple[str, int] | None) -> Subject | None:
    """The record that a notice is about, where the person may see it now."""
    return None if about is None else subject_at(Actor.of(person, organisation, entrance="page"), about)


def _notice(
    organisation: Organisation, person: Account, cause: str, telling: Telling, subject: Subject | None, acted: tuple[Account | None, str]
) -> Notice:
    actor, who = acted
    text = telling.text.replace("%(who)s", who).replace("%(record)s", subject.label if subject is not None else "")
    about = telling.about or ("", None)
    return Notice(
        organisation=organisation, account=person, kind=telling.kind, cause=cause, actor=actor, record_type=about[0], record_id=about[1],
        text=text[:400], excerpt=telling.excerpt[:300], link=telling.link or (subject.address if subject is not None else ""),
    )  # fmt: skip


def _ask_for_mails(organisation: Organisation) -> None:
    enqueue(Actor.system(organisation, entrance="notices"), "send_notices", once="mails", delay=MAIL_DELAY)


def tell_people(organisation: Organisation, cause: str, told: Iterable[Telling], *, actor: Account | None = None) -> int:
    """Tells of something that is no change in the ledger; of one `cause` nobody is told twice."""
    chosen: dict[int, Telling] = {}
    for telling in told:
        _choose(chosen, telling, besides=None)
    with within(organisation):
        return notify_all(organisation, cause, chosen, actor=actor)
