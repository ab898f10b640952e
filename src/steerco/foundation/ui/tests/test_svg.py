"""Small pictures: geometry of the drawings, sentences for screen readers, and no way to smuggle markup in."""

import xml.etree.ElementTree as ET
from decimal import Decimal

from steerco.foundation.ui import svg
from steerco.foundation.ui.samples import points


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)


def places(picture: str) -> list[tuple[str, str, str]]:
    return [(u.attrib["href"], u.attrib["x"], u.attrib["y"]) for u in parsed(picture).iter("use")]


CROSSRAIL = points("ag ag ag r r ar g")
HEALTH = points("- - - - r n a")


def test_crossrail_is_drawn_as_in_the_drawing() -> None:
    assert places(svg.strip(CROSSRAIL)) == [
        ("#m-ag", "3", "6.7"), ("#m-ag", "20", "6.7"), ("#m-ag", "37", "6.7"), ("#m-r", "58", "19.6"), ("#m-r", "75", "19.6"),
        ("#m-ar", "92", "15.3"), ("#m-g", "116", "2.4"),
    ]  # fmt: skip
    drawn = parsed(svg.strip(CROSSRAIL))
    assert (drawn.attrib["width"], drawn.attrib["height"]) == ("129", "32")
    assert drawn.attrib["aria-label"] == (
        "2015 Amber/Green, 2016 Amber/Green, 2017 Amber/Green, 2019 Red, 2020 Red, 2021 Amber/Red, then a new scale, 2023 Green"
    )


def test_no_line_crosses_a_change_of_scale() -> None:
    paths = [p.attrib["d"] for p in parsed(svg.strip(CROSSRAIL)).iter("path")]
    assert "M107.8 2V30M110.2 2V30" in paths
    assert len([d for d in paths if "L" in d]) == 5
    assert not [d for d in paths if d.startswith("M97 ")]


def test_a_report_that_is_missing_is_a_dot_and_breaks_the_line() -> None:
    drawn = parsed(svg.strip(HEALTH))
    assert [c.attrib["cx"] for c in drawn.iter("circle")] == ["8", "25", "42", "63"]
    assert [p.attrib["d"] for p in drawn.iter("path") if "L" in p.attrib["d"]] == ["M80 24.6L97 16"]
    assert drawn.attrib["aria-label"] == "2020 Red, 2021 No rating, then a new scale, 2023 Amber"


def test_withheld_stands_in_the_middle_and_is_never_amber() -> None:
    assert ("#m-n", "92", "11") in places(svg.strip(HEALTH))
    assert "No rating" in svg.strip_sentence(HEALTH)


def test_an_unknown_code_is_no_data_never_a_colour() -> None:
    assert "#m-n" in svg.mark("purple")
    assert "#m-n" in svg.mark('"><script>')
    assert "script" not in svg.mark('"><script>')


def test_labels_are_escaped() -> None:
    label = '"><script>alert(1)</script>'
    for picture in (
        svg.mark("g", label=label),
        svg.chip("g", label),
        svg.withheld(label, label),
        svg.strip((svg.Point(label, "g"),)),
        svg.strip_head((svg.Point(label, "g"),)),
        svg.spark([1, 2], label),
        svg.slip_bar(3, label),
        svg.unit_marks(["g"], label),
        svg.share_bar([svg.Share(1, "worse", label, label)]),
    ):
        assert "<script" not in picture
        assert parsed(picture) is not None


def test_marks_stand_beside_their_word_or_are_read_out() -> None:
    assert 'aria-hidden="true"' in svg.mark("g")
    assert 'role="img" aria-label="Reported better than computed"' in svg.mark("wm", label="Reported better than computed")
    assert 'class="mark w"' in svg.mark("wm")
    assert 'class="mark xl"' in svg.mark("wm", "xl")


def test_a_spark_has_its_own_scale_and_keeps_gaps() -> None:
    crossrail = [Decimal(c) for c in (14714, 14769, 14769, 15475, 17631, 18812, 18815)]
    line = next(parsed(svg.spark(crossrail)).iter("polyline")).attrib["points"]
    assert line == "4.0,10.1 13.3,10.0 22.7,10.0 32.0,9.0 41.3,5.8 50.7,4.0 60.0,4.0"
    gap = parsed(svg.spark([4, 4, None, 2, 2]))
    assert len(list(gap.iter("polyline"))) == 2
    assert svg.spark([None, None]) == ""
    broken = parsed(svg.spark([1, 1, 239, 240], "Broken: check unit", breaks={2}))
    assert [len(line.attrib["points"].split()) for line in broken.iter("polyline")] == [2, 2]
    assert [path.attrib["class"] for path in broken.iter("path")] == ["cut"]
    assert [title.text for title in broken.iter("title")] == ["Broken: check unit"]
    assert next(parsed(svg.spark([5])).iter("circle")).attrib["cx"] == "60.0"


def test_a_slip_bar_has_one_scale_and_a_notch_when_cut() -> None:
    crossrail = next(parsed(svg.slip_bar(40)).iter("rect")).attrib
    assert (crossrail["x"], crossrail["width"]) == ("18.4", "30.7")
    assert "worse" in crossrail["fill"]
    cut = parsed(svg.slip_bar(163))
    assert next(cut.iter("rect")).attrib["width"] == "73.6"
    assert len(list(cut.iter("path"))) == 2
    earlier = next(parsed(svg.slip_bar(-12)).iter("rect")).attrib
    assert "better" in earlier["fill"]
    assert len(list(parsed(svg.slip_bar(0)).iter("circle"))) == 1
    assert parsed(svg.slip_bar(40)).attrib["aria-label"] == "End date moved by +3 y 4 m"
    assert svg.slip_bar(None) == ""


def test_unit_marks_fill_rows_of_26() -> None:
    defence = ["r"] * 5 + ["a"] * 41 + ["g"] * 2 + ["n"] * 4
    drawn = parsed(svg.unit_marks(defence))
    assert (drawn.attrib["width"], drawn.attrib["height"]) == ("246", "25")
    assert drawn.attrib["aria-label"] == "5 Red, 41 Amber, 2 Green, 4 No rating"
    assert places(svg.unit_marks(defence))[26] == ("#m-a", "1.0", "14")


def test_a_share_bar_shows_the_unknown_part_hatched() -> None:
    drawn = parsed(svg.share_bar([svg.Share(193, "c1", "read"), svg.Share(49, "hatch", "withheld"), svg.Share(0, "worse", "empty")]))
    assert [r.attrib["fill"] for r in drawn.iter("rect")] == ["var(--c1)", "url(#hatch)"]
    assert drawn.attrib["aria-label"] == "193 read, 49 withheld, 0 empty"
    assert parsed(svg.share_bar([])).attrib["height"] == "12"


def test_a_withheld_value_says_the_whole_reason_on_focus() -> None:
    assert svg.withheld("n/a") == '<em class="wh">n/a</em>'
    assert 'tabindex="0" title="Exempt under Section 43"' in svg.withheld("withheld, s.43", "Exempt under Section 43")


def test_an_icon_is_decoration_and_says_nothing() -> None:
    drawn = parsed(svg.icon("plus", "s"))
    assert drawn.attrib == {"class": "ico s", "aria-hidden": "true"}
    assert drawn[0].attrib["href"].endswith("#plus")
    assert "<b>" not in svg.icon("<b>")
