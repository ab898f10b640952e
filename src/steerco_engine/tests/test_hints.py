"""Hints for the words of a report."""

from __future__ import annotations

import pytest

from steerco_engine.hints import Hint, HintKind, says_a_number, says_on_track, text_hints

LONG = "The contractor has completed the second pier of the bridge and moved the crane to the northern bank of the river"


def kinds(**given: object) -> list[tuple[str, str]]:
    asked = {"texts": {}, "before": {}, "colours": {}, "reasons": {}, **given}
    return [(hint.kind.value, hint.topic) for hint in text_hints(**asked)]  # type: ignore[arg-type]


def test_a_text_without_numbers_is_asked_for_one() -> None:
    assert kinds(texts={"achieved": "Good progress."}) == [("no_numbers", "achieved")]
    assert kinds(texts={"achieved": "Good progress on 3 of 5 piers."}) == []
    assert kinds(texts={"confidence": "The board trusts the plan."}) == []


def test_a_copy_is_named_once_and_only_above_nine_tenths() -> None:
    assert kinds(texts={"achieved": LONG}, before={"achieved": LONG}) == [("copy", "achieved")]
    one_word = LONG.replace("northern", "southern")
    assert kinds(texts={"achieved": one_word}, before={"achieved": LONG}) == [("copy", "achieved")]
    rewritten = " ".join(LONG.split()[:12]) + " while all 4 tunnels wait for their permits until May"
    assert kinds(texts={"achieved": rewritten}, before={"achieved": LONG}) == []


@pytest.mark.parametrize(("colours", "reasons", "expected"), [
    ({"overall": "amber"}, {}, [("not_explained", "overall")]),
    ({"overall": "green"}, {}, []),
    ({"overall": "red"}, {"overall": "Steel is 3 weeks late."}, []),
    ({"overall": "green", "cost": "red"}, {}, [("not_explained", "cost")]),
    ({"overall": "green", "cost": "red"}, {"cost": " "}, [("not_explained", "cost")]),
])  # fmt: skip
def test_a_colour_that_is_not_green_needs_its_reason(
    colours: dict[str, str], reasons: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert kinds(colours=colours, reasons=reasons) == expected


def test_the_words_on_confidence_explain_the_whole() -> None:
    assert kinds(texts={"confidence": "Two risks are open."}, colours={"overall": "red"}) == []


def test_on_track_is_asked_about_with_late_milestones_only() -> None:
    said = {"next": "Still on target to open in May."}

    assert kinds(texts=said) == []
    assert text_hints(said, {}, {}, {}, ["Opening"]) == [Hint(HintKind.ON_TRACK, "next", "on target")]
    assert kinds(texts={"next": "We are not on track for May."}, late=["Opening"]) == []


def test_a_report_needs_its_headline() -> None:
    assert kinds(texts={"headline": " ", "next": ""}) == [("empty", "headline")]


def test_what_counts_as_a_number() -> None:
    assert says_a_number("£3m") and says_a_number("in March") and not says_a_number("soon")
    assert says_on_track("Alles läuft") == ""
