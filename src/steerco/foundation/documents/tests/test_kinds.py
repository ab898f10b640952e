"""What is taken and what is not: told from content, whatever the name claims."""

from __future__ import annotations

import pytest

from steerco.foundation.documents.kinds import NotTaken, kind_of
from steerco.foundation.documents.tests import samples


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("plan.pdf", samples.PDF, "pdf"),
        ("PLAN.PDF", samples.PDF, "pdf"),
        ("map.png", samples.PNG, "png"),
        ("map.jpeg", samples.JPEG, "jpeg"),
        ("map.gif", b"GIF89a" + b"\0" * 9, "gif"),
        ("map.webp", b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        ("case.docx", samples.office("word"), "docx"),
        ("costs.xlsx", samples.office("xl"), "xlsx"),
        ("board.pptx", samples.office("ppt"), "pptx"),
        ("case.odt", samples.open_document(), "odt"),
        ("costs.ods", samples.open_document("application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        ("plan.mpp", samples.OLE, "office97"),
        ("all.zip", samples.packed({"a.txt": b"hello", "b.pdf": samples.PDF}), "zip"),
        ("deep.zip", samples.nested(2), "zip"),
        ("note.txt", "Grüße".encode(), "text"),
        ("note.txt", "Grüße".encode("latin-1"), "text"),
        ("note.txt", "Grüße".encode("utf-16"), "text"),
        ("list.csv", b"a;b\n1;2\n", "text"),
        ("plan.xer", b"ERMHDR\t19.12\n", "text"),
    ],
)
def test_what_is_taken(name: str, data: bytes, kind: str) -> None:
    assert kind_of(name, data).key == kind


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.pdf", b"", "is empty"),
        ("plan.exe", samples.PROGRAM, "Files ending in “.exe” are not taken"),
        ("plan", samples.PDF, "are not taken"),
        ("page.html", b"<html>", "are not taken"),
        ("logo.svg", b"<svg>", "are not taken"),
        ("plan.pdf", samples.PROGRAM, "is no PDF: its content is a Windows program"),
        ("plan.pdf", samples.PNG, "is no PDF: its content is PNG picture"),
        ("plan.pdf", b" \n" + samples.PDF[1:], "is no PDF"),
        ("note.txt", b"\n <!DOCTYPE html><script>", "a web page or a script"),
        ("note.txt", b"\x7fELF\x02", "a Linux program"),
        ("note.txt", b"a\0b\x01\x02", "of a kind that nobody knows"),
        ("map.png", b"<svg onload=alert(1)>", "is no PNG picture"),
        ("case.docx", samples.office("xl"), "is no Word document: its content is Excel workbook"),
        ("case.docx", samples.packed({"a.txt": b"x"}), "is no Word document: its content is ZIP archive"),
        ("case.docx", samples.packed({"[Content_Types].xml": b"<Types/>", "word/vbaProject.bin": b"x"}), "holds macros"),
        ("old.doc", samples.OLE + "_VBA_PROJECT".encode("utf-16-le"), "holds macros"),
    ],
)
def test_what_is_not_taken(name: str, data: bytes, said: str) -> None:
    with pytest.raises(NotTaken) as error:
        kind_of(name, data)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (samples.packed({"zeros": b"\0" * 60_000_000}), "more than a hundred times its size"),
        (samples.overlapping(), "unpacks to more than"),
        (samples.lying(), "unpacks to more than it says"),
        (samples.packed({f"{number}.txt": b"" for number in range(10_001)}), "more than 10000 files"),
        (samples.locked(), "locked with a password"),
        (samples.nested(3), "archives inside archives"),
        (samples.packed({"a.txt": b"hello"})[:60], "damaged"),
        (b"PK\x03\x04" + b"\0" * 50, "damaged"),
    ],
    ids=["zeros", "overlapping", "lying", "crowded", "locked", "nested", "cut", "nonsense"],
)
def test_archives_that_hide_what_they_hold_are_not_taken(data: bytes, said: str) -> None:
    with pytest.raises(NotTaken) as error:
        kind_of("all.zip", data)
    assert said in str(error.value)


def test_an_office_file_with_entities_is_not_taken() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><lolz>&lol2;</lolz>'
    data = samples.packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": laughs})
    with pytest.raises(NotTaken) as error:
        kind_of("costs.xlsx", data)
    assert "declares a document type" in str(error.value)


def test_an_office_bomb_is_not_taken() -> None:
    data = samples.packed({"[Content_Types].xml": b"<Types/>", "xl/sheet1.xml": b"<a/>" * 20_000_000})
    with pytest.raises(NotTaken) as error:
        kind_of("costs.xlsx", data)
    assert "a hundred times" in str(error.value)
