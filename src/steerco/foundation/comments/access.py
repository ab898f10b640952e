"""Who may read and write comments: reading follows the record; the rooms say who writes at records that they see, and who takes away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions, table_of
from steerco.foundation.comments.models import Comment
from steerco.foundation.ledger.access import seen_through
from steerco.foundation.ledger.parts import hangs_on_any
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.subjects import Subject

EDITABLE_FOR = dt.timedelta(hours=1)

hangs_on_any("comments.comment")


def rights() -> Permissions:
    """The permission table of comments."""
    return table_of("comment")


def may(by: Actor, action: str, at: Subject) -> bool:
    """Whether the actor may do this to comments at a record that it sees."""
    return by.account is not None and rights().allows(by, action, scopes=at.scopes_for(by), level=at.level)


def require(by: Actor, action: str, at: Subject) -> None:
    """Raises `Refused` unless the actor may."""
    rights().require(by, action, scopes=at.scopes_for(by), level=at.level)


def is_own(by: Actor, comment: Comment) -> bool:
    """Whether the actor wrote the comment itself."""
    return by.account is not None and by.account.pk == comment.author_id


def may_edit(by: Actor, comment: Comment, at: Subject) -> bool:
    """One's own, in the hour after it was written; later readers have relied on it."""
    young = timezone.now() - comment.created_at < EDITABLE_FOR
    return is_own(by, comment) and young and comment.removed_at is None and may(by, "write", at)


def may_remove(by: Actor, comment: Comment, at: Subject) -> bool:
    """One's own at any time, others' where the rooms say so."""
    return comment.removed_at is None and ((is_own(by, comment) and may(by, "write", at)) or may(by, "remove", at))


def visible_to(by: Actor) -> Q:
    """The comments that the actor may read: those of every record that it sees (a filter on `Comment`)."""
    seen = Q(pk__in=[])
    for register in registers.values():
        if register.may(by, "view"):
            seen |= Q(record_type=record_type(register.model), record_id__in=register.rows(by).order_by().values("pk"))
    return seen


@seen_through("comments.comment")
def seen_comments(by: Actor) -> QuerySet[Comment, dict[str, Any]]:
    """The comments whose changes the actor may read in the ledger."""
    return Comment.objects.filter(visible_to(by)).values("pk")
