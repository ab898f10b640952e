"""What stands around the records: jobs, comments, documents, notices; who may do what to them, with one of each in every world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steerco.capabilities.people.access import COMMENTS, DOCUMENTS, JOBS, WEBHOOKS
from steerco.capabilities.projects.access import PROJECTS
from steerco.foundation.access.actor import Actor
from steerco.foundation.comments.access import visible_to as comments_visible
from steerco.foundation.comments.models import Comment
from steerco.foundation.comments.services import add_comment, remove_comment
from steerco.foundation.documents.services import add_document, remove_document
from steerco.foundation.ledger.writer import revise
from steerco.foundation.notices.models import Notice
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.subjects import Subject, register_of
from steerco.foundation.subscriptions.services import make_address, make_mailing
from steerco.foundation.tasks.access import rights as job_rights
from steerco.foundation.tasks.models import Job
from steerco.foundation.tasks.services import cancel_job, enqueue
from steerco.foundation.tasks.services.clocks import run_now, set_schedule
from steerco.foundation.tasks.services.keeping import hold_everything, keep_for
from steerco.foundation.webhooks import services as webhooks
from steerco.foundation.webhooks.access import rights as webhook_rights
from steerco.foundation.webhooks.models import Delivery, Webhook
from steerco.foundation.webhooks.signing import kept

if TYPE_CHECKING:
    from tests.isolation.worlds import World

KIND = "drop_old_jobs"
TABLES = (JOBS, COMMENTS, DOCUMENTS, WEBHOOKS)


def at(world: World) -> Subject:
    """The open project as something that things hang on."""
    register = register_of("projects.project")
    assert register is not None
    return Subject(register, world.held["projects"][0])


ACTS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("comment", "write"): (lambda w, by: add_comment(by=by, at=at(w), text="Seen"),),
    ("comment", "remove"): (lambda w, by: remove_comment(by=by, at=at(w), comment=w.held["comments"][0], reason="off"),),
    ("document", "add"): (lambda w, by: add_document(by=by, at=at(w), name="seen.txt", data=b"Seen"),),
    ("document", "remove"): (lambda w, by: remove_document(by=by, at=at(w), document=w.held["documents"][0], reason="over"),),
    ("webhook", "manage"): (
        lambda w, by: webhooks.make_webhook(by=by, name="Portal", address="https://example.org/", events=["projects.project:changed"]),
        lambda w, by: webhooks.pause_webhook(by=by, webhook=w.held["webhooks"][0], active=False),
        lambda w, by: webhooks.try_webhook(by=by, webhook=w.held["webhooks"][0]),
        lambda w, by: webhooks.send_again(by=by, delivery=w.held["deliveries"][0]),
        lambda w, by: webhooks.renew_secret(by=by, webhook=w.held["webhooks"][0]),
        lambda w, by: webhooks.end_webhook(by=by, webhook=w.held["webhooks"][0]),
    ),
    ("job", "cancel"): (lambda w, by: cancel_job(by=by, job=Job.objects.get(pk=w.held["jobs"][0].pk)),),
    ("job", "configure"): (
        lambda w, by: set_schedule(by=by, kind=KIND, cron="0 4 * * *"),
        lambda w, by: run_now(by=by, kind=KIND),
        lambda w, by: keep_for(by=by, kind="jobs", days=30),
        lambda w, by: hold_everything(by=by, held=True, reason="a case"),
    ),
}
SIGHTS: dict[str, Any] = {
    "job": lambda by: job_rights().allows(by, "view"),
    "webhook": lambda by: webhook_rights().allows(by, "view"),
}
FOLLOWING = {"comment": lambda by: Comment.objects.filter(comments_visible(by)).exists()}  # seen by whoever sees the record
OWN: dict[str, Any] = {
    "jobs": None,
    "job": (JOBS, "view"),
    "job_cancel": (JOBS, "cancel"),
    "job_again": (JOBS, "nobody"),
    "schedules": (JOBS, "view"),
    "keeping": (JOBS, "view"),
    "schedule": (JOBS, "configure"),
    "schedule_run": (JOBS, "configure"),
    "comments": (PROJECTS, "view"),
    "comment_people": (PROJECTS, "view"),
    "comment_edit": (COMMENTS, "nobody"),
    "comment_remove": (COMMENTS, "remove"),
    "comment_restore": (COMMENTS, "nobody"),
    "calendars": None,
    "calendar_revoke": (JOBS, "nobody"),
    "mailings": None,
    "mailing_new": (PROJECTS, "export"),
    "mailing": (JOBS, "nobody"),
    "mailing_leave": (JOBS, "nobody"),
    "webhooks": (WEBHOOKS, "view"),
    "webhook": (WEBHOOKS, "view"),
    "webhook_act": (WEBHOOKS, "manage"),
    "delivery": (WEBHOOKS, "view"),
    "delivery_again": (WEBHOOKS, "manage"),
    "inbox": None,
    "inbox_read": None,
    "notice_wishes": None,
    "notice": (JOBS, "nobody"),
    "notice_unread": (JOBS, "nobody"),
    "notice_mute": (JOBS, "nobody"),
    "documents": (PROJECTS, "view"),
    "project_files": (PROJECTS, "view"),
    "document": (PROJECTS, "view"),
    "document_file": (PROJECTS, "view"),
    "document_remove": (DOCUMENTS, "remove"),
    "document_restore": (DOCUMENTS, "nobody"),
}
POSTED = (
    "job_cancel", "job_again", "schedule_run", "comment_restore", "document_remove", "document_restore", "inbox_read",
    "notice_unread", "notice_mute", "calendar_revoke", "mailing", "mailing_leave", "webhook_act", "delivery_again",
)  # fmt: skip
BY_KEY = {
    "jobs/": "jobs", "comments/": "comments", "files/": "documents", "inbox/": "notices",
    "calendars/": "calendars", "mailings/": "mailings", "webhooks/": "webhooks", "deliveries/": "deliveries",
}  # fmt: skip


def arrange(world: World) -> None:
    """One of each, its texts with the word of the world; comments and files at every project, the open one first."""
    author = world.held["accounts"][0]
    by = Actor.system(world.organisation, account=author)
    for project in world.held["projects"]:
        here, words = Subject(at(world).register, project), f"{project.name} {world.word}"
        world.keep("comments", add_comment(by=by, at=here, text=f"{words} remark"))
        made = add_document(by=by, at=here, name=f"{words} file.txt", data=f"{words} content".encode(), note=f"{words} note")
        world.keep("documents", made.document)
    world.keep("calendars", make_address(by=by, name=f"{world.word} phone", dates=["project_end"])[0])
    world.keep("mailings", make_mailing(
        by=by, register=registers["projects"], name=f"{world.word} list", query="", form="csv", cron="0 7 * * 1", to=[author]
    ))  # fmt: skip
    with revise(world.system, "arrange") as writer:
        hook = writer.create(Webhook(name=f"{world.word} portal", address="https://example.org/", events=["projects.project:changed"],
                                     owner=author, secret=kept("of the tests only")))  # fmt: skip
    world.keep("webhooks", hook)
    sent = Delivery(organisation=world.organisation, webhook=hook, event="test", body='{"event":"test"}', answer=f"{world.word} answer")
    sent.save()
    world.keep("deliveries", sent)
    told = Notice(
        organisation=world.organisation, account=author, kind="mention", cause="revision:1", record_type="projects.project",
        record_id=world.held["projects"][0].pk, text=f"{world.word} mentions you", excerpt=f"{world.word} words", link="/projects/",
    )  # fmt: skip
    told.save()
    world.keep("notices", told)
    world.keep("jobs", enqueue(world.system, KIND, title=f"{world.word} clearing"))
