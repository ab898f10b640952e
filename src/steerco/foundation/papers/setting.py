"""Sets a paper: a Typst template of a room, and the words and numbers that it prints, as data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import orjson
from django.http import HttpResponse

ROOT = Path(__file__).resolve().parents[2]
"""What a template may read: the product's own folder, so that every template can use `/foundation/papers/paper.typ`."""
FONTS = Path(__file__).with_name("fonts")


def paper(template: Path, told: Mapping[str, Any]) -> bytes:
    """A tagged PDF that a screen reader reads. The template finds `told` in `told` of `paper.typ`; it is text, never markup.

    It keeps to PDF/UA-1, which demands that every letter can be shown; a letter that no font of the machine has is drawn as a
    box, and the paper is then tagged as ever without claiming the standard.
    """
    import typst  # heavy: loaded with the first paper

    given = {"told": orjson.dumps(told, default=str).decode()}

    def compiled(standard: Literal["ua-1"] | None) -> bytes:
        return typst.compile(template, root=ROOT, font_paths=[FONTS], sys_inputs=given, format="pdf", pdf_standards=standard)

    try:
        return compiled("ua-1")
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return compiled(None)


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """The paper as an answer that a browser opens beside the page; `name` is that of the file, without its ending."""
    sent = HttpResponse(content, content_type="application/pdf")
    sent["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return sent
