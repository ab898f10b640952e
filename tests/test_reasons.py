"""Whoever overrides a rule, or what is another's or settled, says why: by service, page, interface, bulk edit and command alike."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.entitlements import services as entitlements
from steerco.capabilities.entitlements.models import ReviewLine
from steerco.capabilities.people import services as people
from steerco.capabilities.people.models import Person
from steerco.capabilities.projects import services as projects
from steerco.capabilities.projects.models import Project
from steerco.capabilities.provisioning import services as provisioning, tools
from steerco.capabilities.status import services as status
from steerco.capabilities.status.models import ReportingPeriod
from steerco.capabilities.work.services import create_task, delete_task
from steerco.capabilities.worklists.services import undo_join
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.comments.services import add_comment, remove_comment
from steerco.foundation.documents.services import add_document, remove_document, restore_document
from steerco.foundation.fields.services import define_field, remove_field
from steerco.foundation.imports.services import GivenFile, check_import, load_import, undo_import
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.queries import head_number
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.editing.many import remove_many
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.subjects import subject
from steerco.foundation.tasks.kinds import JobFailed
from steerco.foundation.tasks.services.keeping import hold_everything
from steerco.foundation.upkeep import restoring
from steerco.foundation.upkeep.restoring import CannotRestore

WHY = "Say why. The reason stays in the history, beside your name."
LIST = "Project name,RAG,End,Budget (£m)\nHarbour wall,Green,2026-06-30,12\n".encode()
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=20)


@pytest.fixture
def office(director: Actor, make_account: MakeAccount) -> dict[str, Any]:
    """Somebody of each kind, and something of each kind that is theirs, submitted or settled."""
    organisation = director.organisation
    admin, other, member, guard = (Actor.of(make_account(organisation, role), organisation, entrance="page") for role in (
        "administrator", "pmo_director", "team_member", "administrator"))  # fmt: skip
    project = projects.create_project(by=director, name="New bridge", state="executing")
    twin = projects.create_project(by=director, name="Harbour", state="executing")
    at = subject(other, "projects", project.ref)
    with revise(Actor.system(organisation), "open_period") as revision:
        june = revision.create(ReportingPeriod(name="June 2025", status_on=dt.date(2025, 6, 30), scale="three"))
        july = revision.create(ReportingPeriod(name="July 2025", status_on=dt.date(2025, 7, 31), scale="three"))
    submitted = status.draft_report(by=other, project=project, period=june, confidence="amber", narratives={"headline": "Late."})
    status.submit_report(by=other, report=submitted)
    gone = projects.create_project(by=director, name="Harbours", state="executing")
    status.merge_projects(by=director, keep=twin, absorb=gone, reason="the same")
    batch = load_import(by=other, batch=check_import(by=other, files=[GivenFile("list_2025-03-31.csv", LIST)], profile="any-list"))
    review = entitlements.open_review(by=director, due_on=SOON)
    reader = make_account(organisation, "auditor")
    correction = status.draft_report(by=other, project=Project.objects.get(name="Harbour wall"),
                                     period=ReportingPeriod.objects.get(status_on="2025-03-31"), confidence="red")  # fmt: skip
    status.submit_report(by=other, report=correction)
    gone_file = add_document(by=other, at=at, name="gone.txt", data=b"words").document
    remove_document(by=other, at=at, document=gone_file)
    with revise(Actor.system(organisation), "create_person") as revision:
        heir = revision.create(Person(name="Lin Bo", account=make_account(organisation, "pmo_analyst")))
    return {
        "director": director, "admin": admin, "project": project, "submitted": submitted, "batch": batch, "at": at, "reader": reader,
        "draft": status.draft_report(by=other, project=project, period=july, confidence="amber"),
        "merge": Revision.objects.get(verb="merge_projects"), "twin": twin, "review": review,
        "line": ReviewLine.objects.filter(review=review, assignment__account=member.account).get(),
        "comment": add_comment(by=other, at=at, text="Late."), "file": add_document(by=other, at=at, name="a.txt", data=b"words").document,
        "task": create_task(by=director, project=project, name="Survey"), "field": define_field(by=director, label="Risk", kind="text"),
        "lent": entitlements.lend_rights(by=other, receiver=member.account, starts_on=TODAY, ends_on=SOON, extent="work",
                                         assignments=list(RoleAssignment.objects.filter(account=other.account))),
        "token": provisioning.issue_token(by=other, name="Sheet", ends_on=SOON, extent="look").token,
        "program": provisioning.create_program(by=director, name="Hub", ends_on=SOON, role="auditor", owner=other.account),
        "unit": people.create_unit(by=director, code="RAIL", name="Rail"), "person": people.create_person(by=director, name="Kim Moss"),
        "portfolio": projects.create_portfolio(by=director, name="Board"), "correction": correction, "gone_file": gone_file,
        "apart": projects.keep_apart(by=other, project=project, other=twin), "heir": heir,
        "share": entitlements.share_record(by=other, email="guest@example.org", scope_kind="project", scope_id=project.pk, ends_on=SOON),
        "emergency": entitlements.break_glass(by=guard, reason="the director can't be reached"),
        "mapping": provisioning.map_group(by=director, group="PMO", role="auditor"),
    }  # fmt: skip


Act = Callable[[dict[str, Any], str], object]
OVERRIDES: dict[str, Act] = {
    "return a report": lambda o, why: status.return_report(by=o["director"], report=o["submitted"], reason=why),
    "discard a report": lambda o, why: status.discard_report(by=o["director"], report=o["draft"], reason=why),
    "merge projects": lambda o, why: status.merge_projects(by=o["director"], keep=o["project"], absorb=o["twin"], reason=why),
    "split a project": lambda o, why: status.split_project(by=o["director"], project=o["project"], periods=[], reason=why),
    "undo a merge": lambda o, why: undo_join(by=o["director"], revision=o["merge"], reason=why),
    "cancel a project": lambda o, why: projects.move_project(by=o["director"], project=o["project"], to="cancelled", reason=why),
    "delete a project": lambda o, why: projects.delete_project(by=o["director"], project=o["twin"], reason=why),
    "delete a portfolio": lambda o, why: projects.delete_portfolio(by=o["director"], portfolio=o["portfolio"], reason=why),
    "delete a unit": lambda o, why: people.delete_unit(by=o["director"], unit=o["unit"], reason=why),
    "delete a person": lambda o, why: people.delete_person(by=o["director"], person=o["person"], reason=why),
    "delete a task": lambda o, why: delete_task(by=o["director"], task=o["task"], reason=why),
    "remove a field": lambda o, why: remove_field(by=o["director"], field=o["field"], reason=why),
    "undo another's import": lambda o, why: undo_import(by=o["director"], batch=o["batch"], reason=why),
    "take away another's comment": lambda o, why: remove_comment(by=o["director"], at=o["at"], comment=o["comment"], reason=why),
    "take away another's file": lambda o, why: remove_document(by=o["director"], at=o["at"], document=o["file"], reason=why),
    "end a role": lambda o, why: people.end_role(by=o["director"], assignment=RoleAssignment.objects.get(account=o["reader"]), reason=why),
    "shut somebody out": lambda o, why: people.shut_out(by=o["director"], account=o["reader"], reason=why),
    "remove a role in a review": lambda o, why: entitlements.decide_lines(
        by=o["director"], review=o["review"], lines=[o["line"]], decision="remove", reason=why),
    "end another's delegation": lambda o, why: entitlements.end_delegation(by=o["director"], delegation=o["lent"], reason=why),
    "break the glass": lambda o, why: entitlements.break_glass(by=o["admin"], reason=why),
    "revoke another's token": lambda o, why: provisioning.revoke_token(by=o["director"], token=o["token"], reason=why),
    "end another's program": lambda o, why: provisioning.end_program(by=o["director"], membership=o["program"], reason=why),
    "publish a correction": lambda o, why: status.publish_report(by=o["director"], report=o["correction"], reason=why),
    "put back another's file": lambda o, why: restore_document(by=o["director"], at=o["at"], document=o["gone_file"], reason=why),
    "reconsider what is not the same": lambda o, why: projects.reconsider(by=o["director"], apart=o["apart"], reason=why),
    "end another's share": lambda o, why: entitlements.end_share(by=o["director"], assignment=o["share"], reason=why),
    "end another's emergency": lambda o, why: entitlements.end_emergency(by=o["director"], emergency=o["emergency"], reason=why),
    "take a role from a group": lambda o, why: provisioning.unmap_group(by=o["director"], mapping=o["mapping"], reason=why),
    "hand guests and programs over": lambda o, why: entitlements.take_over(
        by=o["director"], memberships=[o["program"].pk], to=o["heir"], reason=why),
    "hold everything": lambda o, why: hold_everything(by=o["director"], held=True, reason=why),
}  # fmt: skip


def said(error: Exception) -> str:
    """What a refusal says, wherever it belongs."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def test_no_service_overrides_without_a_reason_and_all_say_so_in_the_same_words(office: dict[str, Any]) -> None:
    head, silent = head_number(office["director"].organisation), {}
    for name, act in OVERRIDES.items():
        for why in ("", "  \n"):
            try:
                act(office, why)
            except (ValidationError, JobFailed) as error:
                if said(error) != WHY:
                    silent[name] = said(error)
            else:
                silent[name] = "was done"
    assert silent == {}
    assert head_number(office["director"].organisation) == head


def test_no_page_does_either(office: dict[str, Any], client_of: Callable[[Account], Client]) -> None:
    client, head = client_of(office["director"].account), head_number(office["director"].organisation)
    ref, silent = office["project"].ref, []
    keys = {name: office[name].pk for name in (
        "file", "comment", "batch", "lent", "token", "program", "gone_file", "apart", "share", "mapping")}  # fmt: skip
    wall = office["correction"].project.ref
    asked: dict[str, dict[str, str]] = {
        f"/merge/{ref}/{office['twin'].ref}/": {"keep": ref},
        f"/projects/{ref}/reports/2025-06-30/draft/": {"return": "1"},
        f"/tasks/{office['task'].ref}/delete/": {},
        f"/files/{keys['file']}/remove/": {},
        f"/comments/{keys['comment']}/remove/": {},
        f"/imports/{keys['batch']}/undo/": {},
        f"/delegations/{keys['lent']}/end/": {},
        f"/tokens/{keys['token']}/revoke/": {},
        f"/programs/{keys['program']}/": {"end": "1"},
        "/jobs/keeping/": {"hold": "1"},
        f"/projects/{wall}/reports/2025-03-31/draft/": {"publish": "1"},
        f"/files/{keys['gone_file']}/restore/": {},
        "/merge/apart/": {"apart": str(keys["apart"])},
        f"/guests/{keys['share']}/end/": {},
        f"/group-roles/{keys['mapping']}/end/": {},
    }
    for address, given in asked.items():
        answer = client.post(address, {"reason": " ", **given}, follow=True)
        if WHY not in answer.content.decode():
            silent.append((address, answer.status_code))
    assert silent == []
    assert head_number(office["director"].organisation) == head


def test_neither_the_interface_nor_a_bulk_edit_nor_a_command_does(office: dict[str, Any], client_of: Callable[[Account], Client]) -> None:
    director = office["director"]
    secret = provisioning.issue_token(by=director, name="Desk", ends_on=SOON, extent="whole").secret
    head = head_number(director.organisation)
    headers = {"Authorization": f"Bearer {secret}", "If-Match": f'"{office["task"].version}"'}
    asked: dict[str, Callable[[], Any]] = {
        "task": lambda: Client().delete(f"/api/v1/tasks/{office['task'].ref}", headers=headers),
        "comment": lambda: Client().delete(f"/api/v1/comments/{office['comment'].pk}", headers={**headers, "If-Match": "*"}),
        "file": lambda: Client().delete(f"/api/v1/files/{office['file'].pk}", headers={**headers, "If-Match": "*"}),
        "back": lambda: _post(f"files/{office['gone_file'].pk}/restore", {}, headers),
        "merge": lambda: _post(f"projects/{office['project'].ref}/merge", {"absorb": office["twin"].ref}, headers),
        "apart": lambda: _post(f"matches/apart/{office['apart'].pk}/reconsider", {}, headers),
        "undo": lambda: _post(f"matches/acts/{office['merge'].number}/undo", {}, headers),
        "publish": lambda: _post(f"reports/{office['correction'].pk}/publish", {"reason": "  "}, headers),
    }
    silent = {name: (answer.status_code, answer.content) for name, ask in asked.items() if WHY not in (answer := ask()).content.decode()}
    assert silent == {}
    tried = remove_many(registers["projects"], director, list(Project.objects.values_list("pk", flat=True)))
    assert [line.refusal for line in tried.refused if WHY not in line.refusal] == []
    assert len(tried.refused) == Project.objects.count()
    with pytest.raises(ValidationError, match=WHY):
        tools._revoke(director.organisation, argparse.Namespace(number=office["token"].pk, reason=""))
    assert head_number(director.organisation) == head


def _post(path: str, given: dict[str, Any], headers: dict[str, str]) -> Any:
    return Client().post(f"/api/v1/{path}", given, content_type="application/json", headers=headers)


def test_a_command_replaces_what_is_there_for_a_reason_only(office: dict[str, Any]) -> None:
    for force, why, words in ((False, "", "--force"), (True, " ", "Say why")):
        with pytest.raises(CannotRestore, match=words):
            restoring._refuse_overwriting(force, why)
    assert restoring._refuse_overwriting(True, " a drill\n") == "a drill"


def test_what_is_ones_own_needs_none(office: dict[str, Any], director: Actor) -> None:
    token = provisioning.issue_token(by=director, name="Mine", ends_on=SOON, extent="look").token
    assert provisioning.revoke_token(by=director, token=token).revoked_at is not None
    mine = add_document(by=director, at=office["at"], name="b.txt", data=b"words").document
    assert remove_document(by=director, at=office["at"], document=mine).removed_at is not None
    assert restore_document(by=director, at=office["at"], document=mine).removed_at is None
