"""What somebody does with their own notices: read them, mute what they do not want, say when they want mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.notices.kinds import kind_of, kinds
from steerco.foundation.notices.models import Mail, Mute, Notice, Wishes
from steerco.foundation.registers.subjects import Key


def own(by: Actor) -> Account:
    """Whose inbox it is: the person who acts, never the one acted for."""
    if by.account is None:
        raise Refused("inbox", "open", ["a person"])
    return by.account


def mark_read(*, by: Actor, notices: Collection[int] | None = None) -> int:
    """Marks notices of one's own as read, all of them where none is named; gives how many were unread."""
    unread = Notice.objects.filter(account=own(by), read_at__isnull=True)
    if notices is not None:
        unread = unread.filter(pk__in=notices)
    return unread.update(read_at=timezone.now())


def mark_unread(*, by: Actor, notice: Notice) -> None:
    """Puts a notice back among those that are to be read."""
    Notice.objects.filter(account=own(by), pk=notice.pk).update(read_at=None)


def mute_record(*, by: Actor, about: Key) -> None:
    """Hears nothing more of a record."""
    Mute.objects.get_or_create(organisation=by.organisation, account=own(by), record_type=about[0], record_id=about[1])


def unmute_record(*, by: Actor, about: Key) -> None:
    """Hears of a record again."""
    Mute.objects.filter(account=own(by), record_type=about[0], record_id=about[1]).delete()


def mute_kind(*, by: Actor, kind: str) -> None:
    """Hears nothing more of a kind; raises `ValidationError` for one that nobody can switch off."""
    wishes = wishes_of(by)
    if kind_of(kind).forced:
        raise ValidationError(_("This can’t be switched off: it keeps the office safe."))
    set_wishes(by=by, mail=wishes.mail, quiet_from=wishes.quiet_from, quiet_to=wishes.quiet_to, muted_kinds=[*wishes.muted_kinds, kind])


def wishes_of(by: Actor) -> Wishes:
    """How somebody wants their notices; as shipped where they have said nothing."""
    found = Wishes.objects.filter(account=own(by)).first()
    return found or Wishes(organisation=by.organisation, account=own(by))


def set_wishes(
    *, by: Actor, mail: str, quiet_from: dt.time | None = None, quiet_to: dt.time | None = None, muted_kinds: Collection[str] = ()
) -> Wishes:
    """Says when mails come and what one doesn't want to hear of; raises `ValidationError` by field."""
    if mail not in Mail.values:
        raise ValidationError({"mail": _("Choose at once, once a day, or never.")})
    if (quiet_from is None) != (quiet_to is None):
        raise ValidationError({"quiet_to": _("Say from when and until when, or neither.")})
    may_mute = {kind.name for kind in kinds() if not kind.forced}
    muted = sorted(set(muted_kinds) & may_mute)
    wishes, _made = Wishes.objects.update_or_create(
        organisation=by.organisation, account=own(by),
        defaults={"mail": mail, "quiet_from": quiet_from, "quiet_to": quiet_to, "muted_kinds": muted},
    )  # fmt: skip
    return wishes


def count_old_notices(before: dt.datetime) -> int:
    """How many notices of the organisation in force are from before an instant."""
    return Notice.objects.filter(at__lt=before).count()


def drop_old_notices(*, before: dt.datetime) -> int:
    """Removes the notices of the organisation in force from before an instant; gives how many."""
    gone, _counts = Notice.objects.filter(at__lt=before).delete()
    return gone
