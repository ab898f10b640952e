"""Adding, newer versions, taking away and putting back: rights, limits, and bytes kept once."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from steerco.capabilities.projects.services import create_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.documents import services
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.documents.queries import folder, missing_files
from steerco.foundation.documents.services import (
    add_document,
    clean_name,
    drop_unneeded_files,
    move_documents,
    path_of,
    remove_document,
    restore_document,
)
from steerco.foundation.documents.tests import samples
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.subjects import Subject, subject


@pytest.fixture
def at(director: Actor) -> Subject:
    """A project as something that files hang on."""
    return subject(director, "projects", create_project(by=director, name="Crossrail").ref)


@pytest.fixture
def member(organisation: Any, make_account: Any) -> Any:
    """Makes an actor of a role."""
    return lambda role, **where: Actor.of(make_account(organisation, role, **where), organisation, entrance="page")


def test_a_file_is_kept_with_its_kind_its_digest_and_its_revision(director: Actor, at: Subject) -> None:
    made = add_document(by=director, at=at, name="C:\\Papers\\plan.pdf", data=samples.PDF, note="  signed\n copy ")
    assert (made.file_name, made.kind, made.size, made.number, made.note) == ("plan.pdf", "pdf", len(samples.PDF), 1, "signed copy")
    with default_storage.open(path_of(made.organisation_id, made.sha256)) as file:
        assert file.read() == samples.PDF
    assert Revision.objects.first().verb == "add_document"
    (held,) = folder(director, at).held
    assert (held.document.name, held.kind, held.may_remove) == ("plan.pdf", "PDF", True)


def test_the_same_name_makes_a_version_and_the_same_bytes_none(director: Actor, at: Subject) -> None:
    add_document(by=director, at=at, name="plan.pdf", data=samples.PDF)
    with pytest.raises(ValidationError, match="byte for byte"):
        add_document(by=director, at=at, name="plan.pdf", data=samples.PDF)
    second = add_document(by=director, at=at, name="Plan.pdf", data=samples.PDF + b"more", note="page 2")
    assert (second.number, second.document.newest, Document.objects.count()) == (2, 2, 1)
    (held,) = folder(director, at).held
    assert [version.number for version in held.versions] == [2, 1]


def test_equal_bytes_lie_in_the_storage_once_and_a_half_written_file_is_mended(director: Actor, at: Subject) -> None:
    first = add_document(by=director, at=at, name="one.txt", data=b"the same")
    path = path_of(first.organisation_id, first.sha256)
    default_storage.delete(path)
    default_storage.save(path, ContentFile(b"the"))
    second = add_document(by=director, at=at, name="two.txt", data=b"the same")
    assert second.sha256 == first.sha256
    with default_storage.open(path) as file:
        assert file.read() == b"the same"
    assert missing_files() == []


def test_what_is_too_large_or_not_what_it_claims_is_refused_in_words(director: Actor, at: Subject, settings: Any) -> None:
    settings.FILE_MAX_BYTES = 2**20
    for name, data, said in (
        ("plan.pdf", samples.PDF + b"\0" * 2**20, "at most 1 MB"),
        ("plan.pdf", samples.PROGRAM, "a Windows program"),
        ("\x00.", b"x", "no name"),
        ("x" * 250 + ".txt", b"x", "more than 200 letters"),
    ):
        with pytest.raises(ValidationError) as error:
            add_document(by=director, at=at, name=name, data=data)
        assert said in " ".join(error.value.messages)
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("invoice\u202egpj.txt", "invoicegpj.txt"),
        ("  two   words .txt", "two words .txt"),
        (".hidden.txt", "hidden.txt"),
        ("Pläne\n.txt", "Pläne.txt"),
    ],
)
def test_names_are_harmless(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize("role", ["auditor", "administrator", "requester", None])
def test_whom_the_rooms_do_not_name_adds_nothing(at: Subject, member: Any, role: str | None) -> None:
    with pytest.raises(Refused):
        add_document(by=member(role, clearance=2), at=at, name="plan.pdf", data=samples.PDF)
    assert not Document.objects.exists()


def test_one_takes_away_ones_own_and_managers_every_file(director: Actor, at: Subject, member: Any) -> None:
    worker, colleague, manager = member("team_member"), member("team_member"), member("project_manager")
    made = add_document(by=worker, at=at, name="plan.pdf", data=samples.PDF)
    with pytest.raises(Refused):
        remove_document(by=colleague, at=at, document=made.document)
    made.document.refresh_from_db()
    assert made.document.removed_at is None
    remove_document(by=worker, at=at, document=made.document)
    assert folder(manager, at).held == ()
    assert [each.name for each in folder(manager, at).removed] == ["plan.pdf"]
    assert folder(colleague, at).removed == ()
    assert DocumentVersion.objects.count() == 1
    with pytest.raises(Refused):
        restore_document(by=colleague, at=at, document=made.document)
    with pytest.raises(ValidationError, match="Say why"):
        restore_document(by=manager, at=at, document=made.document)
    restore_document(by=manager, at=at, document=made.document, reason="still needed")
    assert [each.document.name for each in folder(worker, at).held] == ["plan.pdf"]


def test_what_was_taken_away_does_not_come_back_over_another(director: Actor, at: Subject) -> None:
    first = add_document(by=director, at=at, name="plan.pdf", data=samples.PDF)
    remove_document(by=director, at=at, document=first.document, reason="wrong")
    with pytest.raises(ValidationError, match="Put it back first"):
        add_document(by=director, at=at, name="x.pdf", data=samples.PDF, document=first.document)
    add_document(by=director, at=at, name="plan.pdf", data=samples.PDF + b"2")
    with pytest.raises(ValidationError, match="another"):
        restore_document(by=director, at=at, document=first.document)
    assert len(folder(director, at).held) == 1


def test_files_follow_a_record_that_is_made_one_with_another(director: Actor, at: Subject) -> None:
    other = create_project(by=director, name="Other")
    made = add_document(by=director, at=at, name="plan.pdf", data=samples.PDF)
    with revise(director, "merge_projects", reason="one") as revision:
        assert move_documents(revision, "projects.project", {at.record.pk: other.pk}) == 1
    assert [each.document for each in folder(director, subject(director, "projects", other.ref)).held] == [made.document]


def test_bytes_that_nothing_needs_go_once_they_are_old(director: Actor, at: Subject) -> None:
    made = add_document(by=director, at=at, name="plan.pdf", data=samples.PDF)
    needed, orphan = path_of(made.organisation_id, made.sha256), path_of(made.organisation_id, "f" * 64)
    default_storage.save(orphan, ContentFile(b"left over"))
    assert drop_unneeded_files(director.organisation, older_than=dt.timedelta(days=1)) == 0
    long_ago = dt.datetime.now(dt.UTC).timestamp() - 90_000
    for path in (needed, orphan):
        os.utime(default_storage.path(path), (long_ago, long_ago))
    assert drop_unneeded_files(director.organisation, older_than=dt.timedelta(days=1)) == 1
    assert default_storage.exists(needed) and not default_storage.exists(orphan)


def test_bytes_that_are_cleaned_away_while_a_version_is_added_are_there_again(
    director: Actor, at: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload finds old bytes that nothing needed; the clock removes them before the version is written."""
    stored, found = services._stored, list[str]()

    def stored_then_cleaned(by: Actor, data: bytes) -> str:
        digest = stored(by, data)
        if not found:
            default_storage.delete(path_of(by.organisation.pk, digest))
        found.append(digest)
        return digest

    monkeypatch.setattr(services, "_stored", stored_then_cleaned)
    made = add_document(by=director, at=at, name="plan.pdf", data=samples.PDF)
    assert default_storage.exists(path_of(made.organisation_id, made.sha256))


def test_bytes_that_become_needed_while_files_are_cleaned_stay(director: Actor, at: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_of(director.organisation.pk, hashlib.sha256(samples.PDF).hexdigest())
    default_storage.save(path, ContentFile(samples.PDF))
    long_ago = dt.datetime.now(dt.UTC).timestamp() - 90_000
    os.utime(default_storage.path(path), (long_ago, long_ago))
    lock, added = services.locked_head, list[DocumentVersion]()

    def added_then_locked(organisation: Organisation) -> object:
        added.append(add_document(by=director, at=at, name="plan.pdf", data=samples.PDF))
        return lock(organisation)

    monkeypatch.setattr(services, "locked_head", added_then_locked)
    assert drop_unneeded_files(director.organisation, older_than=dt.timedelta(days=1)) == 0
    assert default_storage.exists(path_of(added[0].organisation_id, added[0].sha256))


def test_a_folder_takes_three_queries_however_many_files(director: Actor, at: Subject, django_assert_num_queries: Any) -> None:
    for number in range(5):
        add_document(by=director, at=at, name=f"{number}.txt", data=b"text")
    with django_assert_num_queries(3):
        assert len(folder(director, at).held) == 5
