"""Archives and office files from the inside: how much they hold when unpacked, counted, never believed; and what may not be in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_ENTRIES = 10_000
MOST_BYTES = 500 * 2**20
SUSPICIOUS_BYTES, SUSPICIOUS_RATIO = 20 * 2**20, 100
DEEPEST = 2
NESTED_MOST = 50 * 2**20
_CHUNK = 2**18
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class UnsafeArchive(Exception):
    """The archive is not taken, and why."""


@dataclass
class Contents:
    """What an archive holds: the names of its entries and, counted, how many bytes they unpack to."""

    names: list[str] = field(default_factory=list)
    unpacked: int = 0
    entries: int = 0


def inspect(data: bytes, *, xml_only: bool = False) -> Contents:
    """Unpacks an archive without keeping it; raises `UnsafeArchive` where it is broken, locked, or unpacks to far more than it shows.

    `xml_only` is for office files, which hold no document type declarations.
    """
    contents = Contents()
    _inspect(data, contents, depth=0, xml_only=xml_only)
    if contents.unpacked > SUSPICIOUS_BYTES and contents.unpacked > SUSPICIOUS_RATIO * max(len(data), 1):
        raise UnsafeArchive(_("It unpacks to more than a hundred times its size."))
    return contents


def _inspect(data: bytes, contents: Contents, *, depth: int, xml_only: bool) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                contents.entries += 1
                if contents.entries > MOST_ENTRIES:
                    raise UnsafeArchive(_("It holds more than %(most)d files.") % {"most": MOST_ENTRIES})
                if depth == 0:
                    contents.names.append(entry.filename)
                _look_into(data, entry, contents, depth=depth, xml_only=xml_only)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OverflowError) as error:
        raise UnsafeArchive(_("It is damaged and can’t be unpacked.")) from error


def _look_into(data: bytes, entry: zipfile.ZipInfo, contents: Contents, *, depth: int, xml_only: bool) -> None:
    if entry.flag_bits & 0x1:
        raise UnsafeArchive(_("It is locked with a password, so nobody can check what is in it."))
    if entry.compress_type not in _METHODS:
        raise UnsafeArchive(_("It is packed in a way that can’t be checked."))
    if contents.unpacked + entry.file_size > MOST_BYTES:
        raise UnsafeArchive(_("It unpacks to more than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
    first = _unpack(data, entry, contents)
    if xml_only and entry.filename.endswith((".xml", ".rels")) and b"<!doctype" in first[:4096].lower():
        raise UnsafeArchive(_("It declares a document type, which office files never do."))
    if first[:4] == b"PK\x03\x04" and not xml_only:
        if depth + 1 > DEEPEST or len(first) < entry.file_size:
            raise UnsafeArchive(_("It holds archives inside archives that can’t be checked. Unpack them first."))
        _inspect(first, contents, depth=depth + 1, xml_only=False)


def _unpack(data: bytes, entry: zipfile.ZipInfo, contents: Contents) -> bytes:
    """Unpacks an entry to its end, whatever size it claims; gives its bytes as far as it may be an archive itself, else its start."""
    raw = _raw(data, entry)
    kept = bytearray()
    count = 0
    inflater = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    rest: bytes | memoryview = raw
    while rest:
        piece = inflater.decompress(rest, _CHUNK) if inflater is not None else rest[:_CHUNK]
        rest = inflater.unconsumed_tail if inflater is not None else rest[_CHUNK:]
        count += len(piece)
        if count > entry.file_size:
            raise UnsafeArchive(_("It unpacks to more than it says."))
        if len(kept) < 4096 or (kept[:4] == b"PK\x03\x04" and len(kept) < NESTED_MOST):
            kept += piece
        if not piece and inflater is not None and (inflater.eof or not rest):
            break
    contents.unpacked += count
    return bytes(kept)


def _raw(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    """The packed bytes of an entry."""
    head = data[entry.header_offset : entry.header_offset + 30]
    if head[:4] != b"PK\x03\x04" or len(head) < 30:
        raise zipfile.BadZipFile
    start = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    return memoryview(data)[start : start + entry.compress_size]
