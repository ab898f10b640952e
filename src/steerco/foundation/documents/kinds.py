"""What a file is: told from its content, and compared with what its name claims. What is not on the list is not taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from steerco.foundation.documents.archives import Contents, UnsafeArchive, inspect

Text = str | Promise
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"
_MACROS = ("vbaproject.bin", "vbadata.xml")
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_ACTIVE = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?php", b"#!")
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}


class NotTaken(Exception):
    """The file is not taken; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its word, the ends of names that claim it, how it is served."""

    key: str
    label: Text
    endings: tuple[str, ...]
    media: str


KINDS = {
    kind.key: kind
    for kind in (
        Kind("pdf", gettext_lazy("PDF"), (".pdf",), "application/pdf"),
        Kind("png", gettext_lazy("PNG picture"), (".png",), "image/png"),
        Kind("jpeg", gettext_lazy("JPEG picture"), (".jpg", ".jpeg"), "image/jpeg"),
        Kind("gif", gettext_lazy("GIF picture"), (".gif",), "image/gif"),
        Kind("webp", gettext_lazy("WebP picture"), (".webp",), "image/webp"),
        Kind("docx", gettext_lazy("Word document"), (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Kind("xlsx", gettext_lazy("Excel workbook"), (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Kind(
            "pptx", gettext_lazy("PowerPoint presentation"), (".pptx",),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        Kind("odt", gettext_lazy("OpenDocument text"), (".odt",), "application/vnd.oasis.opendocument.text"),
        Kind("ods", gettext_lazy("OpenDocument spreadsheet"), (".ods",), "application/vnd.oasis.opendocument.spreadsheet"),
        Kind("odp", gettext_lazy("OpenDocument presentation"), (".odp",), "application/vnd.oasis.opendocument.presentation"),
        Kind(
            "office97", gettext_lazy("older Office or Project file"), (".doc", ".xls", ".ppt", ".mpp", ".msg", ".vsd"),
            "application/octet-stream",
        ),
        Kind("zip", gettext_lazy("ZIP archive"), (".zip",), "application/zip"),
        Kind(
            "text", gettext_lazy("text"), (".txt", ".csv", ".tsv", ".md", ".log", ".json", ".xml", ".xer", ".ics", ".eml"),
            "text/plain; charset=utf-8",
        ),
    )
}  # fmt: skip
_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OPEN = {kind.media.encode(): kind.key for kind in KINDS.values() if kind.key in {"odt", "ods", "odp"}}
_FOREIGN: tuple[tuple[bytes, Text], ...] = (
    (b"MZ", gettext_lazy("a Windows program")),
    (b"\x7fELF", gettext_lazy("a Linux program")),
    (b"\xca\xfe\xba\xbe", gettext_lazy("a program")),
    (b"\xcf\xfa\xed\xfe", gettext_lazy("a program")),
    (b"Rar!", gettext_lazy("a RAR archive")),
    (b"7z\xbc\xaf", gettext_lazy("a 7-Zip archive")),
    (b"\x1f\x8b", gettext_lazy("a gzip archive")),
)


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of a file; raises `NotTaken` where it is on no list, or where its content is not what its name claims."""
    if not data:
        raise NotTaken(_("“%(name)s” is empty.") % {"name": name})
    ending = PurePath(name).suffix.lower()
    claimed = next((kind for kind in KINDS.values() if ending in kind.endings), None)
    if claimed is None:
        raise NotTaken(
            _("Files ending in “%(ending)s” are not taken. Taken are: %(endings)s.") % {"ending": ending or name, "endings": endings()}
        )
    found, words = _content(name, data)
    if found != claimed.key:
        raise NotTaken(
            _("“%(name)s” is no %(claimed)s: its content is %(found)s. Give it the right ending, or save it anew.")
            % {"name": name, "claimed": claimed.label, "found": words}
        )
    return claimed


def endings() -> str:
    """Every ending that is taken, for people and for file choosers."""
    return ", ".join(ending.removeprefix(".") for kind in KINDS.values() for ending in kind.endings)


def accepted() -> str:
    """Every ending that is taken, as a control for files wants them."""
    return ",".join(ending for kind in KINDS.values() for ending in kind.endings)


_SIGNS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("pdf", lambda data: data.startswith(b"%PDF-")),
    ("png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    ("jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
    ("gif", lambda data: data.startswith((b"GIF87a", b"GIF89a"))),
    ("webp", lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP"),
    ("office97", lambda data: data.startswith(OLE)),
)


def _content(name: str, data: bytes) -> tuple[str, str]:
    """The key of the kind that the content is, and what it is in words; an empty key for what is on no list."""
    for key, fits in _SIGNS:
        if fits(data):
            if key == "office97" and _OLE_MACROS in data:
                raise NotTaken(_("“%(name)s” holds macros. Save it without them, as a file of the newer kind.") % {"name": name})
            return key, str(KINDS[key].label)
    if data.startswith((ZIP, b"PK\x05\x06")):
        return _packed(name, data)
    foreign = next((str(words) for sign, words in _FOREIGN if data.startswith(sign)), "")
    if foreign:
        return "", foreign
    return _text(data)


def _packed(name: str, data: bytes) -> tuple[str, str]:
    office = b"[Content_Types].xml" in data or data[30:38] == b"mimetype"
    try:
        contents = inspect(data, xml_only=office)
        key = _packed_kind(data, contents)
        if office and key == "zip":
            inspect(data)  # it only looked like an office file
    except UnsafeArchive as error:
        raise NotTaken(_("“%(name)s” is not taken. %(why)s") % {"name": name, "why": error}) from error
    if key != "zip" and any(part.lower().endswith(_MACROS) for part in contents.names):
        raise NotTaken(_("“%(name)s” holds macros. Save it without them.") % {"name": name})
    return key, str(KINDS[key].label)


def _packed_kind(data: bytes, contents: Contents) -> str:
    if "[Content_Types].xml" in contents.names:
        return next((key for start, key in _OFFICE.items() if any(part.startswith(start) for part in contents.names)), "zip")
    if contents.names[:1] == ["mimetype"]:
        size = int.from_bytes(data[18:22], "little")
        start = 30 + 8 + int.from_bytes(data[28:30], "little")
        return _OPEN.get(data[start : start + size], "zip")
    return "zip"


def _text(data: bytes) -> tuple[str, str]:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_ACTIVE):
        return "", _("a web page or a script")
    try:
        data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8")
        readable = b"\0" not in data or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    except UnicodeDecodeError:
        readable = not _CONTROL & set(data)
    return ("text", str(KINDS["text"].label)) if readable else ("", _("of a kind that nobody knows"))
