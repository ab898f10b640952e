"""Whatever shows an act says on whose behalf it was done, by a deputy as by a program: every page, file, answer, notice and archive."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.entitlements.services import lend_rights
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.services import create_project, keep_apart, update_project
from steerco.capabilities.provisioning.services import create_program
from steerco.capabilities.status.models import ReportingPeriod
from steerco.capabilities.status.services import draft_report, publish_report, submit_report
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Delegation, RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.audits.archive import take
from steerco.foundation.comments.services import add_comment, remove_comment
from steerco.foundation.documents.services import add_document, remove_document
from steerco.foundation.imports.services import GivenFile, check_import, load_import
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.notices.models import Notice
from steerco.foundation.notices.services import catch_up
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.subjects import subject
from steerco.foundation.registers.writing import BothChanged, Writing
from steerco.foundation.tasks.services import enqueue

LIST = "Project name,RAG,End,Budget (£m)\nHarbour wall,Green,2026-06-30,12\n".encode()
TODAY = timezone.localdate()


@dataclass(frozen=True)
class Done:
    """What a deputy did: on which project, in which import, with which files."""

    by: Actor
    project: Project
    imported: int
    document: int

    @property
    def told(self) -> str:
        """How every page says who did it."""
        return f"{self.by.account} on behalf of {self.by.on_behalf_of}"


@pytest.fixture
def done(director: Actor, make_account: MakeAccount) -> Done:
    deputy = make_account(director.organisation, "team_member")
    held = list(RoleAssignment.objects.filter(account=director.account))
    lent = lend_rights(by=director, receiver=deputy, starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=1), assignments=held, extent="work")
    by = Actor.acting_for(Delegation.objects.get(pk=lent.pk), entrance="page")
    project = create_project(by=by, name="New bridge", state="executing", owner=None)
    other = create_project(by=by, name="New bridges", state="executing")
    update_project(by=by, project=project, category="Rail")
    keep_apart(by=by, project=project, other=other, reason="two bridges")
    at = subject(by, "projects", project.ref)
    taken = add_comment(by=by, at=at, text=f"Look, @{director.account}.")
    add_comment(by=by, at=at, text=f"Look here, @{director.account}.")
    remove_comment(by=by, at=at, comment=taken)
    gone, stays = (add_document(by=by, at=at, name=name, data=b"words of a note").document for name in ("gone.txt", "stays.txt"))
    remove_document(by=by, at=at, document=gone)
    batch = check_import(by=by, files=[GivenFile("list_2025-03-31.csv", LIST)], profile="any-list")
    load_import(by=by, batch=batch)
    with revise(by, "open_period") as revision:
        june = revision.create(ReportingPeriod(name="June 2025", status_on=dt.date(2025, 6, 30), scale="three"))
    draft_report(by=by, project=project, period=june, confidence="amber", narratives={"headline": "Steel is late."})
    enqueue(by, "drop_unneeded_files")
    return Done(by, project, batch.pk, stays.pk)


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\xa0", " ").split())


def test_every_page_that_shows_an_act_says_for_whom(done: Done, director: Actor, client_of: Callable[[Account], Client]) -> None:
    client, ref = client_of(director.account), done.project.ref
    number = Revision.objects.filter(on_behalf_of=director.account).latest("number").number
    silent = []
    for address in (
        f"/projects/{ref}/", f"/projects/{ref}/history/", f"/projects/{ref}/files/", f"/files/{done.document}/",
        f"/projects/{ref}/reports/2025-06-30/draft/", f"/comments/projects/{ref}/", "/ledger/", f"/ledger/{number}/", "/changed/",
        f"/changed/projects/{ref}/", "/imports/", f"/imports/{done.imported}/loaded/", "/jobs/?whose=all", "/merge/apart/",
    ):  # fmt: skip
        answer = client.get(address)
        if answer.status_code != 200 or done.told not in text_of(answer.content.decode()):
            silent.append((address, answer.status_code))
    assert silent == []
    assert text_of(client.get(f"/comments/projects/{ref}/").content.decode()).count(done.told) == 3  # said twice, taken away once
    assert text_of(client.get(f"/projects/{ref}/files/").content.decode()).count(done.told) >= 2  # added, and taken away


def test_every_file_and_every_answer_to_a_program_says_for_whom(
    done: Done, director: Actor, client_of: Callable[[Account], Client]
) -> None:
    client, who = client_of(director.account), (done.by.account.email, director.account.email)
    revisions = client.get("/api/v1/revisions").json()["data"]
    assert who in {(each["account"], each["on_behalf_of"]) for each in revisions}
    changed = client.get("/api/v1/changed", {"register": "projects", "record": done.project.ref}).json()
    assert who in {(each["account"], each["on_behalf_of"]) for each in changed["people"]}
    rows = client.get("/changed/export.csv").getvalue().decode("utf-8-sig")
    assert done.told in rows
    file = io.BytesIO()
    take(director, timezone.now() - dt.timedelta(days=1), timezone.now() + dt.timedelta(days=1), file)
    with zipfile.ZipFile(file) as held:
        told = list(csv.DictReader(io.StringIO(held.read("changes.csv").decode())))
        sealed = [json.loads(line) for line in held.read("revisions.jsonl").decode().splitlines()]
    assert (str(done.by.account), str(director.account)) in {(row["Who"], row["On behalf of"]) for row in told}
    assert who in {(each["account"], each["on_behalf_of"]) for each in sealed}


def test_a_notice_says_for_whom(done: Done, director: Actor) -> None:
    catch_up(director.organisation, first=1)
    told = list(Notice.objects.filter(account=director.account, kind="mention").values_list("text", flat=True))
    assert [text for text in told if not text.startswith(f"{done.told} mentions you")] == []
    assert told


def test_whoever_edited_first_is_named_with_whom_they_acted_for(done: Done, director: Actor) -> None:
    project = Project.objects.get(pk=done.project.pk)
    with pytest.raises(BothChanged) as asked:
        Writing(registers["projects"], director, project).set_values(project, {"category": "Road"}, version=1)
    (conflict,) = asked.value.conflicts
    assert conflict.who == done.told


class TestProgram:
    """A program acts on behalf of the person who answers for it."""

    @pytest.fixture
    def program(self, director: Actor) -> Actor:
        by, last = Actor.system(director.organisation), TODAY + dt.timedelta(days=30)
        made = create_program(by=by, name="Data hub", ends_on=last, role="pmo_director", owner=director.account)
        return Actor.of(made.account, director.organisation, entrance="api")

    def test_its_acts_say_so(self, program: Actor, director: Actor, client_of: Callable[[Account], Client]) -> None:
        project = create_project(by=program, name="New bridge")
        written = Revision.objects.latest("number")
        assert (written.account, written.on_behalf_of) == (program.account, director.account)
        for address in (f"/projects/{project.ref}/history/", "/ledger/"):
            assert f"Data hub on behalf of {director.account}" in text_of(client_of(director.account).get(address).content.decode())

    @pytest.mark.parametrize("who", ["the program", "its owner"])
    def test_it_is_no_second_pair_of_eyes(self, program: Actor, director: Actor, who: str) -> None:
        project = create_project(by=director, name="New bridge", state="executing")
        with revise(director, "open_period") as revision:
            june = revision.create(ReportingPeriod(name="June 2025", status_on=dt.date(2025, 6, 30), scale="three"))
        submitting, publishing = (director, program) if who == "the program" else (program, director)
        report = draft_report(by=submitting, project=project, period=june, confidence="amber", narratives={"headline": "Late."})
        submit_report(by=submitting, report=report)
        with pytest.raises(Refused):
            publish_report(by=publishing, report=report)
        report.refresh_from_db()
        assert report.state == "submitted"
