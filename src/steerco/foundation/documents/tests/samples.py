"""Small files of every kind, and hostile ones, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
PROGRAM = b"MZ\x90\x00" + b"\0" * 100


def packed(entries: dict[str, bytes], *, store_first: bool = False) -> bytes:
    """A ZIP archive of some entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(entries.items()):
            archive.writestr(name, data, zipfile.ZIP_STORED if store_first and not number else zipfile.ZIP_DEFLATED)
    return held.getvalue()


def office(folder: str, **more: bytes) -> bytes:
    """An office file of the newer kind: `word`, `xl` or `ppt`."""
    parts = {"[Content_Types].xml": b"<?xml version='1.0'?><Types/>", f"{folder}/document.xml": b"<?xml version='1.0'?><x/>"}
    return packed(parts | {name.replace("__", "/"): data for name, data in more.items()})


def open_document(media: str = "application/vnd.oasis.opendocument.text") -> bytes:
    """An OpenDocument file."""
    return packed({"mimetype": media.encode(), "content.xml": b"<x/>"}, store_first=True)


def locked() -> bytes:
    """An archive whose only entry is marked as encrypted."""
    data = bytearray(packed({"a.txt": b"hello"}))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


def lying() -> bytes:
    """An archive whose entry says that it is small and unpacks to much."""
    data = bytearray(packed({"a.txt": b"0" * 5_000_000}))
    small = struct.pack("<I", 10)
    data[22:26] = small
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = small
    return bytes(data)


def overlapping(copies: int = 400) -> bytes:
    """An archive whose entries all share the same packed bytes: far more inside than it weighs."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = raw.compress(b"\0" * 2_000_000) + raw.flush()
    crc = zlib.crc32(b"\0" * 2_000_000)
    name = b"a"
    head = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), 2_000_000, len(name), 0) + name
    central = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), 2_000_000, len(name), 0, 0, 0, 0, 0, 0) + name
        for _copy in range(copies)
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, copies, copies, len(central), len(head) + len(body), 0)
    return head + body + central + end


def nested(depth: int) -> bytes:
    """Archives inside archives."""
    data = packed({"a.txt": b"hello"})
    for _level in range(depth):
        data = packed({"inner.zip": data})
    return data
