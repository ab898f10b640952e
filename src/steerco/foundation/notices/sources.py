"""What mechanisms have to tell: mentions and comments, roles and rights that were given, jobs that ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from steerco.foundation.access.models import Delegation, RoleAssignment
from steerco.foundation.access.permissions import label_of
from steerco.foundation.comments.models import Comment
from steerco.foundation.comments.rendering import plain_text
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.notices.kinds import NoticeKind, declare
from steerco.foundation.notices.telling import Telling, tells_of
from steerco.foundation.registers.subjects import Subject, register_of

declare(NoticeKind("mention", gettext_lazy("Somebody mentions you"), "user", 90))
declare(NoticeKind("comment_owned", gettext_lazy("A comment on what you answer for"), "message", 60))
declare(NoticeKind("comment_thread", gettext_lazy("A comment where you commented, too"), "message", 40))
declare(NoticeKind("role_granted", gettext_lazy("You are given a role, or one ends"), "users", 70))
declare(NoticeKind("rights_lent", gettext_lazy("Somebody lets you act for them"), "users", 70))
declare(NoticeKind("job_done", gettext_lazy("A job that you asked for is done"), "check", 30))
declare(NoticeKind("job_failed", gettext_lazy("A job that you asked for failed"), "alert-circle", 80))


@tells_of("comments.comment")
def commented(revision: Revision, change: Change) -> Iterator[Telling]:
    """A comment concerns whom it mentions, whoever answers for its record, and who spoke there before."""
    values: dict[str, Any] = change.after or {}
    if change.action == Change.CHANGED and values.get("removed_at"):
        for kind in ("mention", "comment_owned", "comment_thread"):
            yield Telling(kind, (), "", withdraws=f"#comment-{change.record_id}")
    if change.action == Change.DELETED or revision.verb not in ("comment", "edit_comment"):
        return
    comment = Comment.objects.filter(pk=change.record_id, removed_at__isnull=True).first()
    if comment is None:
        return
    about, excerpt = (comment.record_type, comment.record_id), plain_text(comment.text)[:280]
    before = set((change.before or {}).get("mentions") or [])
    link = _thread(comment)
    called = [key for key in values.get("mentions") or [] if key not in before]
    yield Telling("mention", called, _("%(who)s mentions you at %(record)s."), about, link, excerpt)
    if change.action != Change.CREATED:
        return
    subject = _subject(about)
    if subject is not None:
        yield Telling("comment_owned", subject.owners(), _("%(who)s comments on %(record)s, which you answer for."), about, link, excerpt)
    others = Comment.objects.filter(record_type=about[0], record_id=about[1], pk__lt=comment.pk, removed_at__isnull=True)
    spoke = set(others.values_list("author_id", flat=True))
    yield Telling("comment_thread", spoke, _("%(who)s comments on %(record)s, where you commented, too."), about, link, excerpt)


@tells_of("access.roleassignment")
def role_changed(revision: Revision, change: Change) -> Iterator[Telling]:
    """A role concerns whoever gets it, and whoever loses it."""
    held = RoleAssignment.objects.filter(pk=change.record_id).first()
    if held is None or held.source == "emergency":
        return
    role = {"role": label_of(held.role), "who": "%(who)s"}
    if change.action == Change.CREATED:
        yield Telling("role_granted", [held.account_id], _("%(who)s gives you the role of %(role)s.") % role, link="/")
    elif {"ends_on", "expires_at"} & set(change.after or {}) and (held.ends_on or held.expires_at):
        yield Telling("role_granted", [held.account_id], _("%(who)s ends your role of %(role)s.") % role, link="/")


@tells_of("access.delegation")
def rights_lent(revision: Revision, change: Change) -> Iterator[Telling]:
    """A delegation concerns whoever may act by it."""
    lent = Delegation.objects.filter(pk=change.record_id).select_related("giver").first()
    if lent is not None and change.action == Change.CREATED:
        dates = {"giver": lent.giver, "from": lent.starts_on.isoformat(), "until": lent.ends_on.isoformat()}
        yield Telling("rights_lent", [lent.receiver_id], _("You may act for %(giver)s from %(from)s until %(until)s.") % dates, link="/")


def _thread(comment: Comment) -> str:
    subject = _subject((comment.record_type, comment.record_id))
    return f"{reverse('comments', args=[subject.register.name, subject.slug])}#comment-{comment.pk}" if subject is not None else ""


def _subject(key: tuple[str, int]) -> Subject | None:
    """A record whoever may see it; who is told is asked for afterwards, one by one."""
    register = register_of(key[0])
    record = register.model._default_manager.filter(pk=key[1]).first() if register is not None else None
    return Subject(register, record) if register is not None and record is not None else None
