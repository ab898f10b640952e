"""Real exports of other tools and real lists of tasks, with every published fact; and small ones that break each rule."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from steerco.capabilities.projects.models import Project
from steerco.capabilities.returns.tests.publications import publication
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.imports.models import ImportBatch
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.services import GivenFile, ImportRefused, load_files, undo_import
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db
Load = Callable[..., dict[str, Any]]


@pytest.fixture
def by(organisation: Organisation) -> Any:
    """The system, with its organisation in force."""
    with within(organisation):
        yield Actor.system(organisation)


@pytest.fixture
def load(by: Actor) -> Load:
    """Loads one file with a profile."""
    return lambda given, profile, **options: load_files(by=by, files=[given], profile=profile, options=options)


def lost(report: dict[str, Any]) -> dict[str, int]:
    """What the report says was left behind, with counts."""
    said = [problem["message"].partition(": ") for problem in report["problems"] if "not carried over" in problem["message"]]
    return {what: int(count.split()[0]) for what, _colon, count in said}


class TestTools:
    """Exports of the tools that teams leave."""

    def test_trello(self, load: Load) -> None:
        report = load(publication("tool-exports/trello_board_export_oss_team.json"), "trello")
        cards, points = Task.objects.filter(parent=None), Task.objects.exclude(parent=None)
        assert (cards.count(), cards.filter(archived=True).count()) == (122, 78)
        assert (points.count(), points.filter(state="complete").count()) == (62, 42)
        assert len({point.parent_id for point in points}) <= 14
        assert lost(report)["That a list is archived"] == 12
        assert lost(report)["Comments"] + lost(report)["Other entries of the board’s history"] == 1000
        assert len({task.section for task in cards}) + lost(report)["Lists without cards"] == 18
        assert cards.filter(state="complete").count() == 15
        assert Project.objects.count() == 1

    def test_jira(self, load: Load) -> None:
        report = load(publication("tool-exports/jira_cloud_all_fields_redisprint.csv"), "jira")
        tasks = list(Task.objects.all())
        assert len(tasks) == report["created"] == 5
        assert {(task.state, task.section) for task in tasks} == {("complete", "SCRUM Sprint 1")}
        assert {task.entered_on for task in tasks} == {dt.date(2025, 10, 25)}
        assert all("\n" in task.description for task in tasks if task.source_key == "SCRUM-5")
        assert lost(report)["Votes"] == 5

    def test_asana_in_short(self, load: Load) -> None:
        load(publication("tool-exports/asana_import_view1_tasks.csv"), "asana")
        tasks = list(Task.objects.all())
        assert (len(tasks), len({task.section for task in tasks})) == (28, 6)
        assert (min(t.due_on for t in tasks), max(t.due_on for t in tasks)) == (dt.date(2026, 3, 28), dt.date(2026, 4, 13))
        assert any("—" in task.section for task in tasks)

    def test_asana_in_full(self, load: Load) -> None:
        given = publication("../asana/project-export-2026-01.csv")
        report = load(given, "asana")
        tasks = list(Task.objects.select_related("project", "assignee"))
        assert len(tasks) == report["created"] == 20
        assert len({task.section for task in tasks}) == 5
        assert {task.project.name for task in tasks} == {"Cross-functional project plan"}
        # a section that is called Done completes nothing: no task has a day of completion
        assert {task.state for task in tasks} == {"not_started"}
        assert any(task.section == "Done" for task in tasks)
        assert {task.source_key for task in tasks} >= {"1212777918659209"}

    def test_ticktick(self, load: Load) -> None:
        report = load(publication("tool-exports/ticktick_export_vikunja_fixture.csv"), "ticktick")
        tasks = {task.source_key: task for task in Task.objects.select_related("project", "parent")}
        assert len(tasks) == report["created"] == 11
        assert {task.project.name for task in tasks.values()} == {"Project Alpha", "Shopping", "Inbox"}
        assert (tasks["3"].parent, tasks["4"].parent) == (tasks["2"], tasks["2"])
        # 23:00 in UTC on the 11th is the 12th in Berlin
        assert tasks["2"].due_on == dt.date(2018, 12, 12)
        assert Counter(task.state for task in tasks.values()) == {"not_started": 9, "complete": 2}

    def test_wekan(self, load: Load) -> None:
        report = load(publication("tool-exports/wekan_board_vikunja_fixture.json"), "wekan")
        cards, points = Task.objects.filter(parent=None), Task.objects.exclude(parent=None)
        assert (cards.count(), cards.filter(archived=True).count(), points.count()) == (3, 1, 3)
        assert points.filter(state="complete").count() == 1
        assert lost(report) == {"Comments": 2, "Attachments": 1, "Names of checklists": 1}


class TestFlow:
    """Tasks that were entered and finished."""

    @pytest.fixture
    def tasks(self, load: Load) -> list[Task]:
        """The tasks of one real project."""
        self.report = load(publication("agile-task-flow/jira_project0.csv"), "agile-task-flow")
        return list(Task.objects.all())

    def test_the_published_facts(self, tasks: list[Task]) -> None:
        assert len(tasks) == 2427
        assert (min(t.entered_on for t in tasks), max(t.completed_on for t in tasks)) == (dt.date(2012, 4, 25), dt.date(2018, 9, 20))
        finished = Counter(task.completed_on.year for task in tasks)
        assert finished == {2012: 8, 2013: 418, 2014: 917, 2015: 580, 2016: 245, 2017: 202, 2018: 57}
        # the publisher counts the days between, we count both ends (domain.md §6.5)
        assert max(task.days_taken or 0 for task in tasks) == 1140 + 1

    def test_what_ran_backwards_is_said_and_has_no_time(self, tasks: list[Task]) -> None:
        backwards = [task for task in tasks if task.completed_on < task.entered_on]
        assert len(backwards) == 1108
        assert all(task.days_taken is None for task in backwards)
        assert any(problem["message"].startswith("1108 tasks were completed before") for problem in self.report["problems"])


class TestSchools:
    """Phases with money; codes in the place of values."""

    def test_the_published_facts(self, load: Load) -> None:
        report = load(publication("nyc-school-construction/Capital_Project_Schedules_and_Budgets_20251018.csv"), "nyc-school-construction")
        phases = list(Task.objects.select_related("project", "project__unit"))
        assert (len(phases), Project.objects.count()) == (8667, 4671)
        assert len({phase.project.unit_id for phase in phases}) == 952
        assert len({phase.tags for phase in phases}) == 22
        assert Counter(phase.state for phase in phases) == {"not_started": 2909, "in_progress": 2888, "complete": 2870}
        named = Counter(phase.name for phase in phases)
        assert [named[name] for name in ("Construction", "Design", "Scope", "CM,F&E", "Purch & Install")] == [3937, 1332, 1332, 1292, 619]
        totals = report["totals"]
        assert (Decimal(totals["budget_amount"]["sum"]), totals["budget_amount"]["count"]) == (12003132381, 5443)
        assert Decimal(totals["estimate_amount"]["sum"]) == 12235883085
        assert Decimal(totals["spent_amount"]["sum"]) == 3778274540
        ended = [(p.completed_on - p.due_on).days for p in phases if p.state == "complete" and p.due_on and p.completed_on]
        assert (len(ended), sum(d > 0 for d in ended), sum(d == 0 for d in ended), sum(d < 0 for d in ended)) == (2245, 1058, 105, 1082)
        assert round(sum(ended) / len(ended), 2) == 49.41
        self.earned_value(phases)

    def earned_value(self, phases: list[Task]) -> None:
        """By the 0/100 rule, as the publication of the facts counts it; a code is never a zero."""
        at = dt.date(2025, 10, 18)
        counted = [p for p in phases if p.state != "not_started" and p.budget_amount is not None and p.start_on and p.due_on]
        assert len(counted) == 3704
        planned = sum(p.budget_amount for p in counted if p.due_on <= at)
        earned = sum(p.budget_amount for p in counted if p.state == "complete")
        spent = sum(p.spent_amount for p in counted)
        assert (sum(p.budget_amount for p in counted), planned, earned, spent) == (7201592821, 3812529129, 876266635, 3535854143)
        assert (round(earned / planned, 4), round(earned / spent, 4)) == (Decimal("0.2298"), Decimal("0.2478"))
        coded = [p for p in phases if p.gaps.get("budget_amount", {}).get("kind") == "not_applicable"]
        assert coded
        assert all(p.budget_amount is None for p in coded)


BOARD = {
    "name": "Garden", "lists": [{"id": "l1", "name": "To do", "closed": False}], "members": [{"id": "m1", "fullName": "Ada"}],
    "checklists": [{"idCard": "5ceedf1bc6515254e2db2b28", "checkItems": [{"id": "p1", "name": "Buy seeds", "state": "complete"}]}],
    "cards": [{"id": "5ceedf1bc6515254e2db2b28", "name": "Sow", "idList": "l1", "closed": False, "idMembers": ["m1"],
               "due": "2026-03-01T23:30:00.000Z", "dueComplete": False, "labels": []}],
}  # fmt: skip


class TestRules:
    """What small files show."""

    def test_a_board_again_changes_nothing_and_a_moved_card_one_task(self, load: Load) -> None:
        given = GivenFile("garden.json", json.dumps(BOARD).encode())
        assert load(given, "trello")["created"] == 2
        number = Revision.objects.latest("number").number
        again = load(given, "trello")
        assert (again["unchanged"], Revision.objects.latest("number").number) == (2, number)
        done = {**BOARD, "cards": [{**BOARD["cards"][0], "dueComplete": True}]}  # type: ignore[dict-item,index]
        changed = load(GivenFile("garden.json", json.dumps(done).encode()), "trello")
        assert (changed["changed"], changed["unchanged"]) == (1, 1)
        assert Task.objects.get(name="Sow").state == "complete"
        assert Task.objects.get(name="Sow").due_on == dt.date(2026, 3, 1)

    def test_an_import_is_undone_as_one(self, load: Load, by: Actor) -> None:
        load(GivenFile("garden.json", json.dumps(BOARD).encode()), "trello")
        undo_import(by=by, batch=ImportBatch.objects.get())
        assert (Task.objects.count(), Project.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[1, 2", "line 1, column 6"),
            ('{"lists": [], "cards": []}', "no such board"),
            ('{"lists": [{}], "cards": [], "checklists": [], "members": []}', "not written as expected"),
        ],
    )
    def test_a_broken_board_is_refused_with_its_place(self, load: Load, text: str, said: str) -> None:
        with pytest.raises(CannotRead, match=said):
            load(GivenFile("board.json", text.encode()), "trello")
        assert Task.objects.count() == 0

    def test_a_task_without_a_name_stops_the_load(self, load: Load) -> None:
        with pytest.raises(ImportRefused, match="can't be loaded"):
            load(GivenFile("plan.csv", b"Name,Section,Due Date,Description\nDig,A,2026-01-01,\n,A,2026-01-02,\n"), "asana")
        assert (Task.objects.count(), Project.objects.count()) == (0, 0)

    def test_what_is_too_long_is_refused_at_its_own_cell(self, load: Load) -> None:
        text = f"Name,Section,Due Date,Description\nDig,{'A' * 161},2026-01-01,\n"
        with pytest.raises(ImportRefused, match="can't be loaded") as refused:
            load(GivenFile("plan.csv", text.encode()), "asana")
        (told,) = [problem for problem in refused.value.report["problems"] if "longer than 160" in problem["message"]]
        assert (told["row"], told["column"], Task.objects.count()) == (2, 2, 0)

    def test_parts_stand_below_their_tasks_in_any_order(self, load: Load) -> None:
        text = 'Task ID,Name,Section/Column,Projects,Parent task\n2,Dig,A,"Garden, House",Sow\n1,Sow,A,Garden,\n3,Rest,A,Garden,Nothing\n'
        report = load(GivenFile("plan.csv", text.encode()), "asana")
        assert Task.objects.get(name="Dig").parent == Task.objects.get(name="Sow")
        assert Task.objects.get(name="Rest").parent is None
        assert any("“Nothing” is not in this file." in problem["message"] for problem in report["problems"])
        assert lost(report)["Further projects of tasks"] == 1

    def test_who_may_not_import_writes_nothing(self, organisation: Organisation, by: Actor) -> None:
        nobody = Actor(organisation, None, "page", ())
        with pytest.raises(Refused):
            load_files(by=nobody, files=[GivenFile("plan.csv", b"Name,Section\nDig,A\n")], profile="asana")
        assert Task.objects.count() == 0
