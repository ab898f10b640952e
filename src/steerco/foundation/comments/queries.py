"""The thread of a record, as an actor may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.comments.access import may, may_edit, may_remove
from steerco.foundation.comments.models import Comment
from steerco.foundation.comments.rendering import rendered
from steerco.foundation.ledger.behalf import note_behalf
from steerco.foundation.registers.subjects import Subject

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it is shown, and what the reader may do with it."""

    comment: Comment
    html: SafeString
    may_edit: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments of a record, oldest first, and whether the reader may add one; `earlier` counts those that are not shown."""

    subject: Subject
    said: tuple[Said, ...]
    earlier: int
    may_write: bool

    @property
    def count(self) -> int:
        """How many comments there are to read."""
        return self.earlier + sum(each.comment.removed_at is None for each in self.said)


def comments_of(at: Subject) -> list[Comment]:
    """Every comment of a record, oldest first."""
    found = Comment.objects.filter(record_type=at.key[0], record_id=at.key[1]).select_related("author", "on_behalf_of", "removed_by")
    return list(found.order_by("id"))


def thread(by: Actor, at: Subject, *, every: bool = False) -> Thread:
    """The thread of a record that the actor sees (three queries)."""
    found = comments_of(at)
    shown = found if every else found[-SHOWN:]
    note_behalf([comment for comment in shown if comment.removed_at is not None], "removed_by")
    keys = {key for comment in shown for key in comment.mentions}
    names = {account.pk: (str(account), account.email) for account in Account.objects.filter(pk__in=keys)} if keys else {}
    said = tuple(
        Said(
            comment,
            rendered(comment.text, [name for key in comment.mentions for name in names.get(key, ())]),
            may_edit(by, comment, at),
            may_remove(by, comment, at),
        )
        for comment in shown
    )
    return Thread(at, said, len(found) - len(shown), may(by, "write", at))
