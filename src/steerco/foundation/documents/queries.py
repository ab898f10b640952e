"""The files of a record, as an actor may read them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import Prefetch

from steerco.foundation.access.actor import Actor
from steerco.foundation.documents.access import may
from steerco.foundation.documents.kinds import KINDS
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.documents.services import FOLDER
from steerco.foundation.ledger.behalf import note_behalf
from steerco.foundation.registers.subjects import Subject


@dataclass(frozen=True, slots=True)
class Held:
    """A document with its versions, newest first, whether the reader may take it away, and whether they added it."""

    document: Document
    versions: tuple[DocumentVersion, ...]
    may_remove: bool
    own: bool

    @property
    def newest(self) -> DocumentVersion:
        """The version that stands."""
        return self.versions[0]

    @property
    def kind(self) -> str:
        """What kind of file it is, in words."""
        return str(KINDS[self.newest.kind].label)


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a record, and whether the reader may add some."""

    subject: Subject
    held: tuple[Held, ...]
    removed: tuple[Document, ...]
    may_add: bool


def folder(by: Actor, at: Subject) -> Folder:
    """The files of a record that the actor sees (two queries; one more where there are some, and where some were taken away)."""
    versions = Prefetch("versions", queryset=DocumentVersion.objects.select_related("added_by").order_by("-number"), to_attr="all_versions")
    found = Document.objects.filter(record_type=at.key[0], record_id=at.key[1]).select_related("removed_by").prefetch_related(versions)
    may_add, may_remove = may(by, "add", at), may(by, "remove", at)
    own = by.account.pk if by.account is not None else None
    held, removed = [], []
    there = list(found.order_by("name", "id"))
    note_behalf([version for document in there for version in document.all_versions], "added_by")
    note_behalf([document for document in there if document.removed_at is not None], "removed_by")
    for document in there:
        if document.removed_at is not None:
            if may_remove or document.removed_by_id == own:
                removed.append(document)
            continue
        all_versions = tuple(document.all_versions)
        mine = own is not None and all_versions[-1].added_by_id == own
        held.append(Held(document, all_versions, may_remove or (may_add and mine), mine))
    return Folder(at, tuple(held), tuple(removed), may_add)


def missing_files() -> list[DocumentVersion]:
    """The versions of the organisation in force whose bytes are not in the storage any more."""
    from steerco.foundation.documents.services import path_of

    return [
        each
        for each in DocumentVersion.objects.select_related("document")
        if not default_storage.exists(path_of(each.organisation_id, each.sha256))
    ]


def folder_of_files(organisation_id: int) -> str:
    """Where in the storage the files of an organisation lie, for backups."""
    return f"{FOLDER}/{organisation_id}"
