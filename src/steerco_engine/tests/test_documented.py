"""The worked examples of `docs/calculations` run as they are written, every page is listed, every calculation has its sections."""

from __future__ import annotations

import doctest
import inspect
from pathlib import Path

import pytest

from steerco_engine.calculations import calculations

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "calculations"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_worked_example_runs(page: Path) -> None:
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")

    assert result.failed == 0
    assert result.attempted > 0


def test_every_page_is_in_the_list() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [page.name for page in PAGES if f"({page.name})" not in listed] == []


def test_every_offered_calculation_says_what_it_takes_and_gives() -> None:
    def named(doc: str, head: str) -> set[str]:
        said = doc.partition(f"\n{head}\n{'-' * len(head)}\n")[2].partition("\n\n")[0]
        return {name.strip() for line in said.splitlines() if not line.startswith(" ") for name in line.partition(" :")[0].split(",")}

    for name, offered in calculations().items():
        doc = inspect.getdoc(offered.function) or ""
        assert named(doc, "Parameters") == set(inspect.signature(offered.function).parameters), name
        assert named(doc, "Returns"), name
