"""Who may read, add and take away files: reading follows the record, the rest the rooms say."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions, table_of
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.ledger.access import seen_through
from steerco.foundation.ledger.parts import hangs_on_any, part_of
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.subjects import Subject

hangs_on_any("documents.document")
part_of("documents.documentversion", "document_id", "documents.document")


def rights() -> Permissions:
    """The permission table of documents."""
    return table_of("document")


def may(by: Actor, action: str, at: Subject) -> bool:
    """Whether the actor may do this to files at a record that it sees."""
    return by.account is not None and rights().allows(by, action, scopes=at.scopes_for(by), level=at.level)


def require(by: Actor, action: str, at: Subject) -> None:
    """Raises `Refused` unless the actor may."""
    rights().require(by, action, scopes=at.scopes_for(by), level=at.level)


def visible_to(by: Actor) -> Q:
    """The documents that the actor may read: those of every record that it sees (a filter on `Document`)."""
    seen = Q(pk__in=[])
    for register in registers.values():
        if register.may(by, "view"):
            seen |= Q(record_type=record_type(register.model), record_id__in=register.rows(by).order_by().values("pk"))
    return seen


@seen_through("documents.document")
def seen_documents(by: Actor) -> QuerySet[Document, dict[str, Any]]:
    """The documents whose changes the actor may read in the ledger."""
    return Document.objects.filter(visible_to(by)).values("pk")


@seen_through("documents.documentversion")
def seen_versions(by: Actor) -> QuerySet[DocumentVersion, dict[str, Any]]:
    """The versions whose changes the actor may read in the ledger."""
    return DocumentVersion.objects.filter(document__in=seen_documents(by)).values("pk")
