"""Opening a schedule file of any kind: what it is, is seen from what it says, not from its name."""

from __future__ import annotations

from pathlib import Path

from steerco.capabilities.schedules.services.model import ScheduleFile
from steerco.capabilities.schedules.services.mpxj import read_by_mpxj
from steerco.capabilities.schedules.services.mspdi import read_mspdi
from steerco.capabilities.schedules.services.pmxml import read_pmxml
from steerco.capabilities.schedules.services.records import MOST_BYTES, FileRefused
from steerco.capabilities.schedules.services.xer import read_xer
from steerco.capabilities.schedules.services.xml_records import read_records

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_PIECE = 1 << 20


def open_schedule(path: Path, encoding: str | None = None) -> ScheduleFile:
    """The schedule that a file holds; raises `FileRefused` with the place and what to do, `OSError` where there is none."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FileRefused(
            f"the file goes on; it has {size // 2**20:,} MB, and at most {MOST_BYTES // 2**20} MB are read. Divide it.",
            f"line {_lines(path):,}",
        )
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(COMPOUND):
        return read_by_mpxj(path, "mpp")
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if text.startswith(b"MPX"):
        return read_by_mpxj(path, "mpx")
    data = path.read_bytes()
    if text.startswith(b"<"):
        return read_xml(data)
    if text.startswith(b"ERMHDR"):
        return read_xer(data, encoding)
    said = "the file is empty." if not data.strip() else "this is no schedule file: XER, PMXML, MSPDI, MPX and MPP are read."
    raise FileRefused(said, "line 1")


def read_xml(data: bytes) -> ScheduleFile:
    """A schedule in XML: PMXML or MSPDI, by its outermost element."""
    root, space = read_records(data)
    if root.name == "APIBusinessObjects":
        return read_pmxml(root, space)
    if root.name == "Project":
        return read_mspdi(root, space)
    raise FileRefused(f"the XML is about “{root.name[:40]}”; PMXML (APIBusinessObjects) and MSPDI (Project) are read.", f"line {root.line}")


def _lines(path: Path) -> int:
    """The line on which the readable part of a file ends."""
    lines, left = 1, MOST_BYTES
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            lines += piece.count(b"\n")
            left -= len(piece)
    return lines
