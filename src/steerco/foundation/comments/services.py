"""Comments are written, changed and taken away here."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.comments.access import is_own, may_edit, may_remove, require, rights
from steerco.foundation.comments.mentions import called, likely, members
from steerco.foundation.comments.models import LONGEST, Comment
from steerco.foundation.ledger.queries import history
from steerco.foundation.ledger.undo import CannotUndo, undo
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco.foundation.registers.checks import reason_over_others, refuse, refuse_stale
from steerco.foundation.registers.subjects import Subject


def add_comment(*, by: Actor, at: Subject, text: str) -> Comment:
    """Says something at a record; whoever is called by name must be able to see the record. Raises `Refused`, `ValidationError`."""
    require(by, "write", at)
    if by.account is None:
        raise Refused("comment", "write", ["a person"])
    said, mentioned = _checked(by, at, text)
    comment = Comment(
        organisation=by.organisation, record_type=at.key[0], record_id=at.key[1], author=by.account, on_behalf_of=by.on_behalf_of,
        text=said, mentions=mentioned,
    )  # fmt: skip
    with revise(by, "comment") as revision:
        return revision.create(comment)


def edit_comment(*, by: Actor, at: Subject, comment: Comment, text: str, version: int | None = None) -> Comment:
    """Changes one's own comment, in the hour after it was written."""
    require(by, "write", at)
    if not is_own(by, comment):
        raise Refused("comment", "edit", ["whoever wrote it"])
    if not may_edit(by, comment, at):
        refuse("text", _("An hour has passed, and others may have relied on it. Write a new comment."))
    refuse_stale(comment, version)
    said, mentioned = _checked(by, at, text)
    with revise(by, "edit_comment") as revision:
        if said != comment.text:
            revision.update(comment, text=said, mentions=mentioned, edited_at=timezone.now())
    return comment


def remove_comment(*, by: Actor, at: Subject, comment: Comment, reason: str = "") -> Comment:
    """Takes a comment away; its place stays, and the ledger keeps what it said. Taking away another's needs a reason."""
    if not may_remove(by, comment, at):
        raise Refused("comment", "take away", ["whoever wrote it", *rights().allowed["remove"]])
    with revise(by, "remove_comment", reason=reason_over_others(is_own(by, comment), reason)) as revision:
        revision.update(comment, text="", mentions=[], removed_at=timezone.now(), removed_by=by.account)
    return comment


def restore_comment(*, by: Actor, at: Subject, comment: Comment) -> Comment:
    """Puts back a comment that the actor has taken away; raises `CannotUndo` where something was changed since."""
    require(by, "write", at)
    if comment.removed_at is None or by.account is None or comment.removed_by_id != by.account.pk:
        raise Refused("comment", "put back", ["whoever took it away"])
    taken = history(Comment, comment.pk).filter(verb="remove_comment").first()
    if taken is None:
        raise CannotUndo(_("The ledger doesn’t know when it was taken away."))
    undo(by, taken, verb="restore_comment", reason="")
    comment.refresh_from_db()
    return comment


def move_comments(writer: RevisionWriter, kind: str, moves: Mapping[int, int]) -> int:
    """Hangs comments on other records of their kind, in the same revision, where a room puts one in the place of another (one query)."""
    moving = list(Comment.objects.filter(record_type=kind, record_id__in=list(moves)))
    for comment in moving:
        writer.update(comment, record_id=moves[comment.record_id])
    return len(moving)


def _checked(by: Actor, at: Subject, text: str) -> tuple[str, list[int]]:
    """The text as it is kept, and the accounts that it calls; refuses an empty or endless one, and calls that can't arrive."""
    said = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if not said:
        refuse("text", _("Write something first."))
    if len(said) > LONGEST:
        refuse("text", _("A comment has at most %(most)d letters; this one has %(count)d.") % {"most": LONGEST, "count": len(said)})
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in said):
        refuse("text", _("The text holds signs that can’t be shown. Type them again."))
    among = members(by.organisation)
    calls = called(said, among)
    problems = [_unknown(name, among) for name in calls.unknown]
    problems += [_("Several people are called %(name)s. Write @ and the e-mail address.") % {"name": name} for name in calls.shared]
    blind = [account for account in calls.accounts if not sees(by, at, account)]
    if blind:
        names = ", ".join(str(account) for account in blind)
        told = _("%(names)s can’t see this %(kind)s, so the mention would not arrive. Take it out, or ask the PMO for a role for them.")
        problems.append(told % {"names": names, "kind": at.register.one})
    if problems:
        raise ValidationError({"text": problems})
    return said, [account.pk for account in calls.accounts]


def sees(by: Actor, at: Subject, account: Account) -> bool:
    """Whether somebody of the organisation may see the record today."""
    return at.seen_by(Actor.of(account, by.organisation, entrance="page"))


def _unknown(name: str, among: list[Account]) -> str:
    meant = likely(name, among)
    if meant:
        return _("Nobody here is called “%(name)s”. Did you mean @%(meant)s?") % {"name": name, "meant": meant}
    return _("Nobody here is called “%(name)s”. Write \\@ where it is no name.") % {"name": name}
