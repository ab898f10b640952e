"""Files through pages: given, opened safely, refused in words; nothing of what others can't see."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.services import create_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.documents.services import add_document, path_of, remove_document
from steerco.foundation.documents.tests import samples
from steerco.foundation.registers.subjects import subject


@pytest.fixture
def project(director: Actor) -> Project:
    """A project with a folder."""
    return create_project(by=director, name="Crossrail")


@pytest.fixture
def browser(organisation: Any, make_account: Any, client_of: Any) -> Client:
    """The browser of somebody who sees the project."""
    return client_of(make_account(organisation, "project_manager"))


def said(answer: Any) -> str:
    return answer.content.decode()


def given(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_files_are_given_and_opened(project: Project, browser: Client) -> None:
    address = f"/files/projects/{project.ref}/"
    answer = browser.post(address, {"file": [given("plan.pdf", samples.PDF), given("note.txt", b"Hello")], "note": "first"})
    assert answer.headers["Location"] == address
    page = said(browser.get(address))
    assert "2 files added." in page and "plan.pdf" in page and "first" in page
    version = DocumentVersion.objects.get(kind="pdf")
    file = browser.get(f"/files/{version.document_id}/1/")
    assert b"".join(file.streaming_content) == samples.PDF
    assert file["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in file["Cache-Control"]


def test_a_text_is_never_served_as_what_it_may_be_taken_for(project: Project, browser: Client, director: Actor) -> None:
    version = add_document(by=director, at=subject(director, "projects", project.ref), name="data.xml", data=b"<?xml version='1.0'?><a/>")
    file = browser.get(f"/files/{version.document_id}/1/")
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert file["Content-Disposition"].startswith("attachment")


def test_with_scripts_only_the_card_comes_back(project: Project, browser: Client) -> None:
    address = f"/files/projects/{project.ref}/?part=folder"
    refused = browser.post(address, {"file": given("plan.pdf", samples.PROGRAM)})
    assert refused.status_code == 422
    assert said(refused).lstrip().startswith("<section") and "a Windows program" in said(refused)
    assert "Choose a file first" in said(browser.post(address))
    fine = browser.post(address, {"file": given("plan.pdf", samples.PDF)})
    assert fine.status_code == 200 and "plan.pdf" in said(fine)


def test_a_newer_version_is_given_and_the_older_stays(project: Project, browser: Client) -> None:
    browser.post(f"/files/projects/{project.ref}/", {"file": given("plan.pdf", samples.PDF)})
    document = Document.objects.get()
    answer = browser.post(f"/files/{document.pk}/", {"file": given("plan final.pdf", samples.PDF + b"2"), "note": "signed"})
    assert answer.status_code == 302
    page = said(browser.get(f"/files/{document.pk}/"))
    assert "2 versions; none goes away" in page and "signed" in page
    assert b"".join(browser.get(f"/files/{document.pk}/1/").streaming_content) == samples.PDF
    assert browser.get(f"/files/{document.pk}/3/").status_code == 404


def test_one_file_too_large_does_not_keep_the_others_out(project: Project, browser: Client, settings: Any) -> None:
    settings.FILE_MAX_BYTES = 2**20
    address = f"/files/projects/{project.ref}/"
    answer = browser.post(address, {"file": [given("big.txt", b"x" * (2**20 + 1)), given("small.txt", b"x")]})
    assert answer.status_code == 422
    assert "“big.txt” has 1.0 MB. A file may have at most 1 MB." in said(answer)
    assert [each.name for each in Document.objects.all()] == ["small.txt"]


def test_a_file_beyond_all_limits_is_dropped_on_the_way(project: Project, browser: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 2**20
    answer = browser.post(f"/files/projects/{project.ref}/", {"file": given("huge.txt", b"x" * (3 * 2**20))})
    assert answer.status_code == 422
    assert "“huge.txt” is too large" in said(answer)
    assert not Document.objects.exists()


def test_a_file_is_taken_away_and_put_back(project: Project, browser: Client) -> None:
    browser.post(f"/files/projects/{project.ref}/", {"file": given("plan.pdf", samples.PDF)})
    document = Document.objects.get()
    assert browser.post(f"/files/{document.pk}/remove/").status_code == 302
    page = said(browser.get(f"/files/projects/{project.ref}/"))
    assert "1 file was taken away" in page and f"/files/{document.pk}/restore/" in page
    assert browser.post(f"/files/{document.pk}/restore/").status_code == 302
    document.refresh_from_db()
    assert document.removed_at is None


def test_a_file_that_was_taken_away_is_read_by_those_only_who_may_put_it_back(
    project: Project, director: Actor, organisation: Any, make_account: Any, client_of: Any
) -> None:
    worker, colleague = (Actor.of(make_account(organisation, role), organisation, entrance="page") for role in ("team_member", "sponsor"))
    at = subject(worker, "projects", project.ref)
    version = add_document(by=worker, at=at, name="salaries.txt", data=b"Ada: 90,000")
    remove_document(by=worker, at=at, document=version.document)
    address = f"/files/{version.document_id}/1/"
    for by, status in ((worker, 200), (director, 200), (colleague, 404)):
        client = client_of(by.account)
        assert client.get(address).status_code == status
        assert client.post(f"/files/{version.document_id}/restore/").status_code == (302 if status == 200 else 403)
        Document.objects.update(removed_at=timezone.now(), removed_by=worker.account)


def test_what_the_storage_lost_is_said(project: Project, browser: Client) -> None:
    browser.post(f"/files/projects/{project.ref}/", {"file": given("plan.pdf", samples.PDF)})
    version = DocumentVersion.objects.get()
    default_storage.delete(path_of(version.organisation_id, version.sha256))
    answer = browser.get(f"/files/{version.document_id}/1/")
    assert answer.status_code == 410 and "its bytes are not in the folder" in said(answer)


def test_who_sees_no_record_sees_no_file(director: Actor, browser: Client) -> None:
    secret = create_project(by=director, name="Secret", confidentiality=2)
    version = add_document(by=director, at=subject(director, "projects", secret.ref), name="plan.pdf", data=samples.PDF)
    for address in (
        f"/files/projects/{secret.ref}/",
        f"/files/{version.document_id}/",
        f"/files/{version.document_id}/1/",
        f"/projects/{secret.ref}/files/",
    ):
        assert browser.get(address).status_code == 404
    for address in (f"/files/projects/{secret.ref}/", f"/files/{version.document_id}/"):
        assert browser.post(address, {"file": given("x.txt", b"x")}).status_code == 404
    assert browser.post(f"/files/{version.document_id}/remove/").status_code == 404
    assert (Document.objects.get().removed_at, DocumentVersion.objects.count()) == (None, 1)


def test_the_files_of_a_project_are_a_tab_of_it(project: Project, browser: Client) -> None:
    browser.post(f"/files/projects/{project.ref}/", {"file": given("plan.pdf", samples.PDF)})
    page = said(browser.get(f"/projects/{project.ref}/files/"))
    assert "plan.pdf" in page and f'href="/projects/{project.ref}/files/" aria-current="page"' in page
