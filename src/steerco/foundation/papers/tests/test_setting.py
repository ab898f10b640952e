"""A paper is a tagged PDF, and what it says is text whatever it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from steerco.foundation.papers.setting import as_pdf, paper

HEAD = {"title": "A harbour", "kind": "Project one-pager", "of": "Port", "made": "Made today.", "language": "en"}
TEMPLATE = """#import "/foundation/papers/paper.typ": *
#show: paper
= #told.title
#rated("g", told.said)
#listed(("Period", "Cost"), told.rows.map(row => row.map(cell => [#cell])), right: (1,))
"""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template beside the product's own, as a room has it."""
    root = tmp_path / "steerco"
    (root / "foundation").mkdir(parents=True)
    (root / "foundation" / "papers").symlink_to(Path(__file__).parents[1])
    monkeypatch.setattr("steerco.foundation.papers.setting.ROOT", root)
    path = root / "sheet.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_what_is_said_stays_text_and_the_pdf_is_tagged(template: Path) -> None:
    hostile = '#read("/etc/passwd") $x$ *bold* \\ #import "x" <b> "quoted"'
    made = paper(template, {**HEAD, "said": hostile, "rows": [["2023", "£18.8bn"], ["=1+1", None]]})
    assert made.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in made and b"/StructTreeRoot" in made and b"pdfuaid" in made
    assert b"root:x:" not in made


def test_a_letter_that_no_font_has_costs_the_claim_not_the_paper(template: Path) -> None:
    made = paper(template, {**HEAD, "said": "\N{LINEAR A SIGN AB001}", "rows": []})
    assert b"/StructTreeRoot" in made and b"pdfuaid" not in made


def test_a_paper_without_a_title_is_refused(template: Path) -> None:
    with pytest.raises(Exception, match="title"):
        paper(template, {key: value for key, value in HEAD.items() if key != "title"} | {"said": "", "rows": []})


def test_an_answer_is_a_named_pdf() -> None:
    sent = as_pdf(b"%PDF-", "PRJ-0001-one-pager")
    assert (sent["Content-Type"], sent["Content-Disposition"]) == ("application/pdf", 'inline; filename="PRJ-0001-one-pager.pdf"')
