"""Where the heads are and which way a table lies; what is left out is counted."""

from __future__ import annotations

import pytest

from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.tables import table_of

KNOWN = {"name", "cost", "start", "owner"}


def known(label: str) -> bool:
    return label.strip().casefold() in KNOWN


def test_heads_under_a_preamble() -> None:
    table = table_of(
        [["Projects of the office"], ["As at 31 March 2025"], [], ["Name", "Cost", "Owner"], ["A", "1", "x"], ["B", "2", "y"]], known
    )
    assert [head.label for head in table.heads] == ["Name", "Cost", "Owner"]
    assert [row.position for row in table.rows] == [5, 6]
    assert table.dropped == {"preamble lines": 2, "blank rows": 1}
    assert table.size == (6, 3) and table.size[0] == 1 + len(table.rows) + sum(table.dropped.values())
    assert table.remarks == ("Projects of the office", "As at 31 March 2025")
    assert table.place(table.rows[0], table.heads[1]) == (5, 2)


def test_a_transposed_table_is_turned_and_keeps_its_places() -> None:
    table = table_of(
        [["Name", "A", "", "B"], ["Cost", "1", "", "2"], ["", "", "", ""], ["Owner", "x", "", ""], ["A footnote", "", "", ""]], known
    )
    assert table.transposed
    assert [row.cells for row in table.rows] == [("A", "1", "x"), ("B", "2", "")]
    assert table.dropped == {"blank rows": 1, "blank columns": 1, "footnotes": 1}
    assert table.place(table.rows[1], table.heads[1]) == (2, 4)


def test_ragged_rows_blank_rows_and_duplicate_heads() -> None:
    table = table_of([["Name", "Cost", "Cost", ""], ["A", "1"], [], ["B", "2", "3", "loose"], []], known)
    assert [head.name for head in table.heads] == ["Name", "Cost", "Cost (2)", "column 4"]
    assert table.rows[0].cells == ("A", "1", "", "")
    assert table.dropped == {"blank rows": 2}


def test_totals_and_notes_under_a_table_are_no_records() -> None:
    table = table_of([["Name", "Cost", "Owner"], ["A", "1", "x"], ["B", "2", "y"], ["Total", "3", ""], ["Note: unaudited", "", ""]], known)
    assert [row.cells[0] for row in table.rows] == ["A", "B"]
    assert table.dropped == {"total lines": 1, "footnotes": 1}


def test_a_row_that_has_only_a_name_stays_in_a_narrow_table() -> None:
    assert len(table_of([["Name", "Cost"], ["A", "1"], ["B", ""]], known).rows) == 2


def test_heads_without_any_known_word_are_still_heads() -> None:
    table = table_of([["What", "How much"], ["A", "1"], ["B", "2"]], known)
    assert [head.label for head in table.heads] == ["What", "How much"]


def test_the_line_of_heads_can_be_said() -> None:
    table = table_of([["Name", "Cost"], ["Title", "Sum"], ["A", "1"]], known, head_line=2)
    assert [head.label for head in table.heads] == ["Title", "Sum"]


@pytest.mark.parametrize("lines", [[["Name", "Cost"]], [["", ""]], []])
def test_no_record_is_no_table(lines: list[list[str]]) -> None:
    with pytest.raises(CannotRead, match="No table was found"):
        table_of(lines, known)


def test_lines_of_uneven_width_may_not_make_too_large_a_table() -> None:
    with pytest.raises(CannotRead, match="more than 5000000 cells"):
        table_of([["a"] * 60_000, *[["b"]] * 60_000], known)
