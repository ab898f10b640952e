"""Files are read with every value, and refused with the place of what can't be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from steerco.capabilities.schedules.services import FileRefused, ScheduleFile, open_schedule, opening
from steerco.capabilities.schedules.services.scheduling import schedule_file
from steerco.capabilities.schedules.tests.samples import MSPDI, PMXML, XER

SAMPLES = {"plan.xer": XER.encode("cp1252"), "plan.xml": MSPDI.encode(), "p6.xml": PMXML.encode()}


def opened(folder: Path, data: bytes, name: str = "plan", encoding: str | None = None) -> ScheduleFile:
    path = folder / name
    path.write_bytes(data)
    return open_schedule(path, encoding)


def test_an_xer_arrives_whole(tmp_path: Path) -> None:
    file = opened(tmp_path, SAMPLES["plan.xer"])
    assert [each.id for each in file.projects] == ["BRIDGE", "ROAD"]
    assert file.activities[0].name == "Ausheben über Fluß"
    assert file.activities[0].wbs == "BRIDGE.A"
    assert file.activities[1].constraint == "start_no_earlier"
    assert file.activities[2].milestone
    assert [(each.predecessor_project, each.project) for each in file.links] == [("7", "7"), ("7", "7"), ("7", "8")]
    assert file.links[0].lag == 240
    assert file.calendars[0].days[0] == ((480, 720), (780, 1020))
    assert file.calendars[0].days[6] == ()
    assert file.calendars[0].exceptions[0].first == dt.date(2026, 1, 7)
    assert (file.codes[0].name, file.codes[0].text) == ("Trade", "CONC")
    assert (file.fields[0].name, file.fields[0].text) == ("Permit", "P-77")
    assert (file.assignments[0].work, file.assignments[0].units) == (960, 100)


def test_an_mspdi_arrives_whole(tmp_path: Path) -> None:
    file = opened(tmp_path, SAMPLES["plan.xml"])
    dig = file.activities[1]
    assert (dig.duration, dig.parent, dig.deadline) == (960, "0", dt.datetime(2026, 2, 2, 17))  # noqa: DTZ001  # civil time
    assert dig.baselines[0].duration == 960
    assert (file.links[0].lag, file.links[0].unit) == (240, "working")
    assert file.fields[0].name == "Permit"
    assert file.assignments[0].work == 960


@pytest.mark.parametrize("name", list(SAMPLES))
def test_the_three_formats_give_the_same_dates(tmp_path: Path, name: str) -> None:
    told = schedule_file(opened(tmp_path, SAMPLES[name], name))
    first, second = [each for each in told["activities"] if not each["summary"]][:2]
    assert (first["es"], first["ef"]) == ("2026-01-05T08:00", "2026-01-06T17:00")
    assert second["es"] == (
        "2026-01-08T13:00" if name == "p6.xml" else "2026-01-09T08:00"
    )  # the 7th is free; a constraint holds the others
    assert first["tf"] != 99 * 60


def test_links_between_projects_count(tmp_path: Path) -> None:
    lines = {each["uid"]: each for each in schedule_file(opened(tmp_path, SAMPLES["plan.xer"]))["activities"]}
    assert lines[201]["project"] == "ROAD"
    assert lines[201]["es"] == "2026-01-12T08:00"
    assert lines[201]["driving"] == [103]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"hello", "no schedule file"),
        (SAMPLES["plan.xer"][:900], "cut off"),
        (SAMPLES["plan.xer"].replace(b"2026-01-09 08:00", b"2026-13-09 08:00"), "line 28, TASK 102"),
        (SAMPLES["plan.xer"].replace(b"\t16\t16\t", b"\t1e999\t16\t"), "remain_drtn_hr_cnt"),
        (SAMPLES["plan.xer"].replace(b"Pour", b"P\x81ur"), "line 28"),
        (SAMPLES["plan.xer"].replace(b"Pour", b"P\x00ur"), "zero byte"),
        (SAMPLES["plan.xml"][:700], "cut off"),
        (SAMPLES["plan.xml"].replace(b"PT8H0M0S", b"eight hours"), "Duration"),
        (b'<!DOCTYPE a [<!ENTITY b "bb">]><Project>&b;</Project>', "document type"),
        (b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><Project/>', "line 1"),
        (b"<a>" * 5000, "without end"),
        (b"<html/>", "html"),
        (b"<APIBusinessObjects/>", "no project"),
        (SAMPLES["plan.xml"].replace(b'encoding="UTF-8"', b'encoding="klingon"'), "line 1"),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_place(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said) as refusal:
        opened(tmp_path, data)
    assert refusal.value.place


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 1000)
    with pytest.raises(FileRefused, match=r"line \d+"):
        opened(tmp_path, SAMPLES["plan.xer"])


def test_another_code_page_can_be_named(tmp_path: Path) -> None:
    data = XER.replace("Ausheben über Fluß", "Выемка").encode("cp1251")
    assert opened(tmp_path, data, encoding="cp1251").activities[0].name == "Выемка"
    with pytest.raises(FileRefused, match="no code page"):
        opened(tmp_path, data, encoding="cp99999")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(list(SAMPLES)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, 3),
)
def test_damaged_files_are_read_or_refused(tmp_path: Path, name: str, damage: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(SAMPLES[name])
    for at, byte in damage:
        data[at % len(data)] = byte
    try:
        file = opened(tmp_path, bytes(data[: len(data) - cut * 97]), name)
    except FileRefused as refusal:
        assert refusal.says
    else:
        assert file.projects
