"""The inbox as its owner may read it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.notices.kinds import NoticeKind, kind_of
from steerco.foundation.notices.models import Mute, Notice
from steerco.foundation.notices.services.inbox import own
from steerco.foundation.registers.subjects import Key, Subject, subjects


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice as it is shown: whole where its record may be seen now, else only that there was one."""

    notice: Notice
    kind: NoticeKind
    subject: Subject | None
    hidden: bool

    @property
    def text(self) -> str:
        """What it says."""
        return _("Something at a record that you may not see any more.") if self.hidden else self.notice.text

    @property
    def excerpt(self) -> str:
        """What it quotes."""
        return "" if self.hidden else self.notice.excerpt


def inbox(by: Actor, *, unread: bool = False) -> QuerySet[Notice]:
    """The notices of the person who acts, newest first."""
    found = Notice.objects.filter(account=own(by)).select_related("actor").order_by("-id")
    return found.filter(read_at__isnull=True) if unread else found


def shown(by: Actor, notices: list[Notice]) -> list[Shown]:
    """Notices with their records, as far as the reader may see them (one query a kind of record)."""
    found = subjects(by, {(each.record_type, each.record_id) for each in notices if each.record_id is not None})
    told = []
    for each in notices:
        subject = found.get((each.record_type, each.record_id)) if each.record_id is not None else None
        told.append(Shown(each, kind_of(each.kind), subject, hidden=each.record_id is not None and subject is None))
    return told


def muted(by: Actor) -> list[tuple[Key, Subject | None]]:
    """The records that one hears nothing of, with those that one may see."""
    keys: list[Key] = list(Mute.objects.filter(account=own(by)).order_by("id").values_list("record_type", "record_id"))
    found = subjects(by, keys)
    return [(key, found.get(key)) for key in keys]
