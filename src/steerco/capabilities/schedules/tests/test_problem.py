"""What a file says becomes what the engine is asked; real files through reader and engine give the dates that their tools gave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from steerco.capabilities.schedules.services import open_schedule
from steerco.capabilities.schedules.services.problem import problem_of
from steerco.capabilities.schedules.services.scheduling import schedule_file
from steerco.capabilities.schedules.tests.samples import MSPDI, XER
from steerco_engine.network import Progress, schedule
from steerco_engine.network.tests.truths import FOLDER, Truth, scored


def records(folder: Path, data: str) -> dict[int, dict[str, Any]]:
    """The records of a plan by the uid of the activity."""
    path = folder / "plan"
    path.write_bytes(data.encode("utf-8" if data.startswith("<") else "cp1252"))
    return {each["uid"]: each for each in schedule_file(open_schedule(path))["activities"]}


def test_a_wbs_summary_spans_its_branch(tmp_path: Path) -> None:
    spanning = "%R|109|7|70|1|CP_Drtn|TT_WBS|DT_FixedDrtn|TK_NotStart|A00|Bridge|400|400|||||".replace("|", "\t")
    found = records(tmp_path, XER.replace("%T\tTASKPRED", f"{spanning}\r\n%T\tTASKPRED"))

    assert (found[109]["es"], found[109]["ef"]) == (found[101]["es"], found[103]["ef"]) == ("2026-01-05T08:00", "2026-01-09T17:00")
    assert found[109]["tf"] == min(found[uid]["tf"] for uid in (101, 102, 103))


def test_a_plan_from_its_finish_starts_where_its_tasks_have_to(tmp_path: Path) -> None:
    turned = MSPDI.replace("<ScheduleFromStart>1<", "<FinishDate>2026-02-06T17:00:00</FinishDate><ScheduleFromStart>0<")
    turned = turned.replace("<ConstraintType>0<", "<ConstraintType>1<").replace(
        "<ConstraintType>4</ConstraintType><ConstraintDate>2026-01-09T08:00:00</ConstraintDate>", "<ConstraintType>1</ConstraintType>"
    )
    turned = turned.replace("<Deadline>2026-02-02T17:00:00</Deadline>", "")
    found = records(tmp_path, turned)

    assert (found[2]["es"], found[2]["ef"]) == ("2026-02-06T08:00", "2026-02-06T17:00")
    assert (found[1]["es"], found[1]["ef"]) == ("2026-02-03T13:00", "2026-02-05T12:00")


def test_a_limit_of_critical_slack_counts_in_days(tmp_path: Path) -> None:
    limits = ("", "<CriticalSlackLimit>9</CriticalSlackLimit>")
    plain, wide = (records(tmp_path, MSPDI.replace("<MinutesPerDay>", f"{limit}<MinutesPerDay>")) for limit in limits)

    assert plain[1]["tf"] == 240
    assert (plain[1]["critical"], wide[1]["critical"]) == (False, True)


def test_the_third_way_of_progress_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan").write_bytes(XER.encode("cp1252"))
    file = open_schedule(tmp_path / "plan")
    file.projects[0].options = {"sched_retained_logic": "N", "sched_progress_override": "N", "sched_open_critical_flag": "Y"}
    options = problem_of(file).options

    assert (options.progress, options.open_ends_critical) == (Progress.ACTUAL_DATES, True)


@pytest.mark.shared
def test_real_files_of_text_stand_where_we_say_from_the_file_on() -> None:
    truths = [truth for path in sorted(FOLDER.glob("*.json.gz")) if (truth := Truth(path)).scored]
    names = {truth.path.name.removesuffix(".json.gz"): truth for truth in truths}
    wrong = {}
    for name, truth in names.items():
        if name.endswith((".xer", ".xml")):
            file = open_schedule(FOLDER.parent / "files" / name)
            wrong[name] = scored(truth, {line.uid: line for line in schedule(problem_of(file)).lines}).wrong

    assert len(wrong) == 9
    assert {name: found for name, found in wrong.items() if found} == {}
