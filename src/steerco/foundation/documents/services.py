"""Files are added, replaced by newer versions, taken away and put back here."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.documents.access import may, require, rights
from steerco.foundation.documents.kinds import Kind, NotTaken, kind_of
from steerco.foundation.documents.models import Document, DocumentVersion
from steerco.foundation.ledger.writer import RevisionWriter, locked_head, revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.checks import reason_over_others, refuse
from steerco.foundation.registers.subjects import Subject

LONGEST_NAME = 200
FOLDER = "documents"


def add_document(*, by: Actor, at: Subject, name: str, data: bytes, note: str = "", document: Document | None = None) -> DocumentVersion:
    """Keeps a file at a record; one of a name that is there already, or given for a `document`, becomes its next version.

    Raises `Refused`, and `ValidationError` by field where the file is too large, of a kind that is not taken, or not what it claims.
    """
    require(by, "add", at)
    if by.account is None:
        raise Refused("document", "add", ["a person"])
    shown = clean_name(name)
    kind = checked(shown, data)
    digest = _stored(by, data)
    with revise(by, "add_document") as revision:
        held = document or _named(at, shown)
        if held is not None and held.removed_at is not None:
            refuse("file", _("“%(name)s” was taken away. Put it back first.") % {"name": held})
        if held is None:
            held = revision.create(Document(organisation=by.organisation, record_type=at.key[0], record_id=at.key[1], name=shown))
        elif held.versions.filter(number=held.newest, sha256=digest).exists():
            refuse("file", _("“%(name)s” is there already, byte for byte.") % {"name": held})
        else:
            revision.update(held, newest=held.newest + 1)
        made = DocumentVersion(
            organisation=by.organisation, document=held, number=held.newest, file_name=shown, kind=kind.key, size=len(data),
            sha256=digest, note=" ".join(note.split())[:300], added_by=by.account,
        )  # fmt: skip
        _stored(by, data)  # again, where nobody cleans: bytes that nothing needed until now may have gone since
        return revision.create(made)


def remove_document(*, by: Actor, at: Subject, document: Document, reason: str = "") -> Document:
    """Takes a document away from its record, another's with a reason; its versions and history stay, and it can be put back."""
    if not may_remove(by, at, document):
        raise Refused("document", "take away", ["whoever added it", *rights().allowed["remove"]])
    with revise(by, "remove_document", reason=reason_over_others(_added(by, document), reason)) as revision:
        revision.update(document, removed_at=timezone.now(), removed_by=by.account)
    return document


def restore_document(*, by: Actor, at: Subject, document: Document, reason: str = "") -> Document:
    """Puts a document back to its record, what another took away with a reason."""
    if not may_restore(by, at, document):
        raise Refused("document", "put back", ["whoever took it away", *rights().allowed["remove"]])
    if _named(at, document.name) is not None:
        refuse("file", _("There is another “%(name)s” by now. Take that away first.") % {"name": document})
    own = by.account is not None and document.removed_by_id == by.account.pk
    with revise(by, "restore_document", reason=reason_over_others(own, reason)) as revision:
        revision.update(document, removed_at=None, removed_by=None)
    return document


def move_documents(writer: RevisionWriter, kind: str, moves: Mapping[int, int]) -> int:
    """Hangs documents on other records of their kind, in the same revision, where a room puts one in the place of another (one query)."""
    moving = list(Document.objects.filter(record_type=kind, record_id__in=list(moves)))
    for document in moving:
        writer.update(document, record_id=moves[document.record_id])
    return len(moving)


def drop_unneeded_files(organisation: Organisation, *, older_than: dt.timedelta) -> int:
    """Removes stored bytes of an organisation that no version names, once they are old enough; gives how many files."""
    latest, top = timezone.now() - older_than, f"{FOLDER}/{organisation.pk}"
    if not default_storage.exists(top):
        return 0
    parts = [f"{top}/{part}" for part in default_storage.listdir(top)[0]]
    kept = {name: f"{part}/{name}" for part in parts for name in default_storage.listdir(part)[1]}
    old = {name: kept[name] for name in kept.keys() - _needed(organisation) if default_storage.get_modified_time(kept[name]) < latest}
    if not old:
        return 0
    with transaction.atomic():
        locked_head(organisation)  # nobody adds a version from here to the end
        gone = old.keys() - _needed(organisation)
        for name in gone:
            default_storage.delete(old[name])
    return len(gone)


def _needed(organisation: Organisation) -> set[str]:
    return set(DocumentVersion.everywhere.filter(organisation=organisation).values_list("sha256", flat=True))


def may_remove(by: Actor, at: Subject, document: Document) -> bool:
    """Whoever added its first version, and whom the rooms name."""
    if document.removed_at is not None:
        return False
    return may(by, "remove", at) or (_added(by, document) and may(by, "add", at))


def may_restore(by: Actor, at: Subject, document: Document) -> bool:
    """Whoever took it away, and whom the rooms name; nobody else reads what was taken away."""
    own = by.account is not None and document.removed_by_id == by.account.pk
    return document.removed_at is not None and (own or may(by, "remove", at))


def checked(name: str, data: bytes) -> Kind:
    """The kind of a file that may be kept; raises `ValidationError` where it may not."""
    if len(data) > settings.FILE_MAX_BYTES:
        refuse("file", too_large(name, len(data)))
    try:
        return kind_of(name, data)
    except NotTaken as error:
        raise ValidationError({"file": str(error)}) from error


def too_large(name: str, size: int | None = None) -> str:
    """What is said of a file that is too large."""
    most = settings.FILE_MAX_BYTES // 2**20
    if size is None:
        return _("“%(name)s” is too large. A file may have at most %(most)d MB.") % {"name": name, "most": most}
    told = {"name": name, "most": most, "size": f"{size / 2**20:.1f}"}
    return _("“%(name)s” has %(size)s MB. A file may have at most %(most)d MB.") % told


def not_there(version: DocumentVersion) -> str:
    """What is said of a version whose bytes the storage has lost."""
    told = _(
        "Version %(number)s of “%(name)s” is on record, but its bytes are not in the folder of files. "
        "Whoever runs the server puts them back from the backup."
    )
    return told % {"number": version.number, "name": version.file_name}


def clean_name(name: str) -> str:
    """The last part of a path, without signs that can't be shown or that change the direction of writing."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    plain = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    plain = " ".join(plain.split()).strip(". ")
    if not plain:
        refuse("file", _("The file has no name."))
    if len(plain) > LONGEST_NAME:
        refuse("file", _("The name has more than %(most)d letters. Shorten it.") % {"most": LONGEST_NAME})
    return plain


def path_of(organisation_id: int, sha256: str) -> str:
    """Where the bytes of a digest lie in the storage."""
    return f"{FOLDER}/{organisation_id}/{sha256[:2]}/{sha256}"


def _added(by: Actor, document: Document) -> bool:
    return by.account is not None and document.versions.filter(number=1, added_by=by.account).exists()


def _named(at: Subject, name: str) -> Document | None:
    there = Q(record_type=at.key[0], record_id=at.key[1], removed_at__isnull=True)
    found: Document | None = Document.objects.filter(there, name__iexact=name).first()
    return found


def _stored(by: Actor, data: bytes) -> str:
    """Keeps bytes under their digest, once; gives the digest. A file that a crash left half written is written anew."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(by.organisation.pk, digest)
    if default_storage.exists(path):
        if default_storage.size(path) == len(data):
            return digest
        default_storage.delete(path)
    default_storage.save(path, ContentFile(data))
    return digest
