"""What is read is written again with every value; what a table can't hold is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from steerco.capabilities.schedules.services import FileRefused, open_schedule
from steerco.capabilities.schedules.services.quality import quality_of
from steerco.capabilities.schedules.services.writing import write_schedule
from steerco.capabilities.schedules.tests.samples import MSPDI, PMXML, XER
from steerco.interfaces.cli import main


@pytest.mark.parametrize(("text", "ending"), [(XER, "xer"), (PMXML, "pmxml"), (MSPDI, "xml")])
def test_a_round_trip_keeps_every_value(tmp_path: Path, text: str, ending: str) -> None:
    source, target = tmp_path / f"in.{ending}", tmp_path / f"out.{ending}"
    source.write_text(text, encoding="utf-8")
    before = open_schedule(source)
    assert write_schedule(before, target) == []
    after = open_schedule(target)
    for one, other in ((before, after),):
        assert [each.raw for each in one.activities] == [each.raw for each in other.activities]
        assert [(each.days, each.exceptions) for each in one.calendars] == [(each.days, each.exceptions) for each in other.calendars]
        assert [(each.predecessor, each.successor, each.kind, each.lag) for each in one.links] == [
            (each.predecessor, each.successor, each.kind, each.lag) for each in other.links
        ]
        assert (one.codes, one.fields) == (other.codes, other.fields)
        assert [each.raw for each in one.assignments] == [each.raw for each in other.assignments]


def test_a_table_says_what_it_lost_and_another_format_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.xer"
    source.write_text(XER, encoding="utf-8")
    file = open_schedule(source)
    assert "codes: 1" in write_schedule(file, tmp_path / "out.csv")
    assert "Pour" in (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert write_schedule(file, tmp_path / "out.xlsx")
    for name in ("out.xml", "out.doc"):
        with pytest.raises(FileRefused):
            write_schedule(file, tmp_path / name)
        assert not (tmp_path / name).exists()


def test_the_commands_answer_and_refuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.xer"
    source.write_text(XER, encoding="utf-8")
    assert main(["schedule", str(source)]) == 0
    assert "Pour" in capsys.readouterr().out
    assert main(["schedule", str(tmp_path / "none.xer"), "--json"]) == 1
    assert "error" in capsys.readouterr().out
    assert [len(each["assessment"]["checks"]) for each in quality_of(open_schedule(source))["projects"]] == [14, 14]


def test_the_risk_of_a_file_is_simulated_from_its_seed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.xer"
    source.write_text(XER, encoding="utf-8")

    def asked(*more: str) -> dict[str, Any]:
        assert main(["schedule-risk", str(source), "--iterations", "300", "--json", *more]) == 0
        return dict(json.loads(capsys.readouterr().out))

    first, again, other = asked(), asked(), asked("--seed", "2")
    assert first == again != other
    analysis = next(each["analysis"] for each in first["projects"] if each["analysis"] is not None)
    values = [level["value"] for level in analysis["levels"]]
    assert values == sorted(values) and analysis["least"] <= values[0] and values[-1] <= analysis["most"]
    assert 0.9 * analysis["planned"] <= analysis["mean"] <= 1.25 * analysis["planned"]
    sure = asked("--low", "1", "--high", "1")
    certain = next(each["analysis"] for each in sure["projects"] if each["analysis"] is not None)
    assert certain["sd"] == pytest.approx(0, abs=1e-9) and certain["mean"] == pytest.approx(certain["planned"])
    assert main(["schedule-risk", str(source), "--low", "1.1", "--json"]) == 1
    assert "between the low and the high" in capsys.readouterr().out
    assert main(["schedule-risk", str(source), "--iterations", "0"]) == 1
