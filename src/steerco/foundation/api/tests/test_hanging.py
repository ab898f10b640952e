"""Comments and files by program: the rights, checks and words of their pages, versions that must be named, and nothing half done."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.api.tests.conftest import Caller
from steerco.foundation.comments.models import Comment
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.documents.services import path_of
from steerco.foundation.documents.tests.samples import PDF, PROGRAM
from steerco.foundation.ledger.models import Revision
from steerco.foundation.notices.models import Notice
from steerco.foundation.organisations.models import Membership, Organisation


@pytest.fixture
def project(organisation: Organisation) -> Project:
    """A project."""
    return make_project(organisation, "Alpha")


def send(call: Caller, path: str, name: str, data: bytes, **fields: str) -> Any:
    """Gives a file as a form does."""
    headers = {key: fields.pop(key) for key in list(fields) if key.startswith("Idempotency")}
    named = {key.replace("_", "-"): value for key, value in {**call.headers, **headers}.items()}
    return call.client.post(f"/api/v1{path}", {**fields, "file": SimpleUploadedFile(name, data)}, headers=named)


def test_a_guest_is_told_names_and_no_addresses(call: Caller, director: Actor, project: Project) -> None:
    where = {"register": "projects", "record": project.ref}
    path = f"/comments/{call('post', '/comments', {**where, 'text': 'Late.'}).body['id']}"
    name, until = director.account.name, timezone.localdate() + dt.timedelta(days=9)
    send(call, "/files", "minutes.pdf", PDF, **where)
    Membership.objects.filter(account=director.account).update(kind="guest", sponsor=director.account, ends_on=until)
    file = call("get", "/files?register=projects&record=" + project.ref).body["data"][0]
    assert (call("get", path).body["author"], file["versions"][0]["added_by"]) == (name, name)
    assert director.account.email not in call("get", path).text


def test_a_comment_is_written_read_changed_taken_away_and_put_back(call: Caller, director: Actor, project: Project) -> None:
    where = {"register": "projects", "record": project.ref}
    made = call("post", "/comments", {**where, "text": "The crane is late.  \n"}, Idempotency_Key="c1")
    assert (made.status, made.body["text"], made.body["author"]) == (201, "The crane is late.", director.account.email), made.text
    assert call("post", "/comments", {**where, "text": "The crane is late.  \n"}, Idempotency_Key="c1").body == made.body
    assert made.headers["Location"] == f"/api/v1/comments/{made.body['id']}"
    path = f"/comments/{made.body['id']}"
    assert call("patch", path, {"text": "It is here."}).status == 428
    changed = call("patch", path, {"text": "It is here."}, If_Match=made.headers["ETag"])
    assert (changed.status, changed.body["text"], changed.headers["ETag"]) == (200, "It is here.", '"2"'), changed.text
    assert call("patch", path, {"text": "Late."}, If_Match=made.headers["ETag"]).status == 412
    assert call("delete", path, None, If_Match='"1"').status == 412
    assert call("delete", path, None, If_Match='"2"').status == 204
    assert (call("get", path).body["text"], call("get", path).body["removed_by"]) == ("", director.account.email)
    again = call("delete", path, None, If_Match="*")
    assert (again.status, "take away" in again.body["detail"]) == (403, True)
    assert call("post", f"{path}/restore").body["text"] == "It is here."
    listed = call("get", f"/comments?register=projects&record={project.ref}").body
    assert ([each["text"] for each in listed["data"]], listed["next"]) == (["It is here."], None)
    assert Revision.objects.filter(verb="comment").count() == 1


def test_a_comment_is_refused_in_the_words_of_the_page(
    call: Caller, call_as: Callable[..., Caller], organisation: Organisation, other_organisation: Organisation, project: Project
) -> None:
    where, theirs = {"register": "projects", "record": project.ref}, make_project(other_organisation, "Theirs")
    cases: list[tuple[dict[str, Any], int, str]] = [
        ({**where, "text": " \n"}, 422, "Write something first."), ({**where, "text": "@Nobody Here, look"}, 422, "Nobody here is called"),
        ({**where, "text": "x" * 4001}, 422, "at most 4000 letters"), ({**where, "text": 5}, 422, "another type"),
        ({**where, "text": "a\x07b"}, 422, "can’t be shown"), ({**where, "text": "a\x00b"}, 400, "no text has"),
        ({"text": "x"}, 422, "Name a register"), ({**where, "text": "x", "author": 1}, 422, "There is no field"),
        ({"register": "nothing", "record": "1", "text": "x"}, 404, "nothing at this address"),
        ({"register": "projects", "record": theirs.ref + "9", "text": "x"}, 404, "nothing at this address"),
        ({"register": "people", "record": "9" * 40, "text": "x"}, 404, "nothing at this address"),
    ]  # fmt: skip
    for body, status, words in cases:
        told = call("post", "/comments", body)
        assert (told.status, words in told.body["detail"]) == (status, True), (body, told.text)
    refused = call_as("auditor")("post", "/comments", {**where, "text": "x"})
    assert (refused.status, "comment" in refused.body["detail"]) == (403, True), refused.text
    assert not Comment.everywhere.exists()
    for path in ("/comments/0", "/comments/99999999999999999999", "/comments/x"):
        assert call("get", path).status == 404
    for query in ("record=1", "limit=0", "limit=201", "after=-1", f"after={'9' * 30}", "page=1"):
        assert call("get", f"/comments?{query}").status == 422, query


def test_another_s_comment_is_left_or_taken_away_with_a_reason(
    call: Caller, call_as: Callable[..., Caller], project: Project, director: Actor
) -> None:
    made = call("post", "/comments", {"register": "projects", "record": project.ref, "text": f"@{director.account.email} look"})
    assert made.body["mentions"] == [director.account.email]
    path, lead = f"/comments/{made.body['id']}", call_as("pmo_director")
    assert "whoever wrote it" in lead("patch", path, {"text": "Mine"}, If_Match="*").body["detail"]
    silent = lead("delete", path, None, If_Match="*")
    assert (silent.status, silent.body["errors"][0]["field"]) == (422, "reason")
    assert lead("delete", f"{path}?reason={'x' * 301}", None, If_Match="*").status == 422
    assert lead("delete", f"{path}?reason=off%20topic", None, If_Match="*").status == 204
    assert lead("post", f"{path}/restore").status == 200
    assert call("post", f"{path}/restore").status == 403
    assert Notice.objects.count() <= 1


def test_pages_of_comments_follow_each_other(call: Caller, call_as: Callable[..., Caller], project: Project) -> None:
    for number in range(3):
        call("post", "/comments", {"register": "projects", "record": project.ref, "text": f"No. {number}"})
    first = call("get", "/comments?limit=2").body
    second = call("get", f"/comments?limit=2&after={first['next']}").body
    assert [each["text"] for each in (*first["data"], *second["data"])] == ["No. 0", "No. 1", "No. 2"]
    assert (second["next"], second["data"][0]["record"]) == (None, project.ref)
    assert call_as("requester")("get", "/comments").body["data"] == []


def test_a_file_is_given_renewed_taken_along_taken_away_and_put_back(
    call: Caller, call_as: Callable[..., Caller], project: Project, director: Actor
) -> None:
    where = {"register": "projects", "record": project.ref}
    told = send(call, "/files", "case.pdf", PDF, **where, note="first", Idempotency_Key="f1")
    made = told.json()
    assert (told.status_code, made["name"], made["record"]) == (201, "case.pdf", project.ref), told.content
    assert send(call, "/files", "case.pdf", PDF, **where, note="first", Idempotency_Key="f1").json() == made
    assert send(call, "/files", "case.pdf", PDF + b"\n", **where, note="first", Idempotency_Key="f1").status_code == 409
    renewed = send(call, f"/files/{made['id']}/versions", "case2.pdf", PDF + b"%", note="signed").json()
    assert [(each["number"], each["note"]) for each in renewed["versions"]] == [(2, "signed"), (1, "first")]
    assert renewed["versions"][1]["sha256"] == hashlib.sha256(PDF).hexdigest()
    got = call.client.get(renewed["versions"][1]["content"], headers={"Accept": "application/pdf"})
    assert (b"".join(got.streaming_content), got["Content-Type"], got["X-Content-Type-Options"]) == (PDF, "application/pdf", "nosniff")
    assert got["Content-Disposition"] == 'attachment; filename="case.pdf"'
    assert call("get", f"/files/{made['id']}/versions/3").status == 404
    assert call("get", f"/files/{made['id']}/versions/{'9' * 18}").status == 404
    path, lead, reader = f"/files/{made['id']}", call_as("pmo_director"), call_as("auditor")
    assert reader("delete", path, None, If_Match="*").status == 403
    assert call("delete", path, None, If_Match='"1"').status == 412
    assert lead("delete", path, None, If_Match="*").status == 422
    assert call("delete", path, None, If_Match='"2"').status == 204
    assert (reader("get", path).status, reader("get", f"{path}/versions/1").status) == (404, 404)
    assert call("get", f"/files?register=projects&record={project.ref}").body["data"] == []
    silent = lead("post", f"{path}/restore", {})
    assert (silent.status, silent.body["errors"][0]["field"]) == (422, "reason")
    assert lead("post", f"{path}/restore", {"reason": "still needed"}).body["removed_at"] is None
    assert Revision.objects.get(verb="restore_document").reason == "still needed"


def test_a_file_is_refused_in_the_words_of_the_page(
    call: Caller, call_as: Callable[..., Caller], project: Project, other_organisation: Organisation
) -> None:
    where = {"register": "projects", "record": project.ref}
    cases: list[tuple[str, bytes, dict[str, str], int, str]] = [
        ("a.pdf", PROGRAM, where, 422, "a.pdf"), ("a.exe", PROGRAM, where, 422, "Files ending in"), ("a.pdf", b"", where, 422, "empty"),
        ("a.pdf", PDF, {**where, "colour": "red"}, 422, "There is no field"), ("a.pdf", PDF, {"note": "x"}, 422, "Name a register"),
        ("a.pdf", PDF, {**where, "note": "a\x00b"}, 400, "can't be read"), ("a.pdf", PDF, {**where, "record": "none"}, 404, "nothing"),
        ("x" * 300 + ".pdf", PDF, where, 422, "Shorten"),
    ]  # fmt: skip
    for name, data, fields, status, words in cases:
        told = send(call, "/files", name, data, **fields)
        assert (told.status_code, words in told.json()["detail"]) == (status, True), (name[:9], told.content)
        assert told["Content-Type"] == "application/problem+json"
    assert send(call_as("auditor"), "/files", "a.pdf", PDF, **where).status_code == 403
    with override_settings(FILE_MAX_BYTES=2**20):
        told = send(call, "/files", "big.pdf", PDF + b"0" * 2**20, **where)
        assert (told.status_code, "1.0 MB" in told.json()["detail"]) == (413, True), told.content
        with override_settings(UPLOAD_MAX_BYTES=2**20):
            assert "too large" in send(call, "/files", "big.pdf", PDF + b"0" * 2**20, **where).json()["detail"]
    assert call("post", "/files", {"file": "x"}).status == 415
    assert call.client.post("/api/v1/files", where, headers=call.headers).json()["detail"] == "Choose a file first."
    two = {**where, "file": [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", PDF)]}
    assert call.client.post("/api/v1/files", two, headers=call.headers).status_code == 422
    broken = call.client.generic("POST", "/api/v1/files", b"--x", "multipart/form-data; boundary=" + "y" * 300, headers=call.headers)
    assert (broken.status_code, json.loads(broken.content)["type"]) == (400, "/api/#malformed")
    assert not Document.everywhere.exists()


def test_bytes_that_the_storage_has_lost_are_said_to_be_gone(call: Caller, project: Project) -> None:
    made = send(call, "/files", "a.txt", b"words", register="projects", record=project.ref).json()
    version = DocumentVersion.objects.get()
    default_storage.delete(path_of(version.organisation_id, version.sha256))
    told = call("get", f"/files/{made['id']}/versions/1")
    assert (told.status, "puts them back from the backup" in told.body["detail"]) == (410, True)
