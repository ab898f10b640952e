"""Roll-ups over the records beneath: what is missing is counted and said, and never taken for zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_portfolio, make_programme, make_project
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.models import OwnField
from steerco.foundation.fields.tests.factories import column, define, listed, table
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.columns import Scene
from steerco.foundation.registers.register import registers

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(organisation: Organisation) -> Iterator[Actor]:
    """The system, with its organisation in force."""
    with within(organisation):
        yield Actor.system(organisation)


@pytest.fixture
def three(organisation: Organisation) -> list[Project]:
    """A project with three tasks, two of which say what they cost; one in two currencies; one without tasks."""
    programme, portfolio = make_programme(organisation), make_portfolio(organisation)
    made = [make_project(organisation, name, programme=programme, portfolios=(portfolio,)) for name in "ABC"]
    tasks = (
        (0, Decimal(10), "GBP", dt.date(2026, 1, 5)), (0, Decimal("2.5"), "GBP", None), (0, None, "", dt.date(2026, 3, 1)),
        (1, Decimal(4), "GBP", None), (1, Decimal(6), "EUR", None),
    )  # fmt: skip
    for number, (place, amount, currency, due) in enumerate(tasks):
        Task.objects.create(
            organisation=organisation, ref=f"TSK-{number}", project=made[place], name=f"T{number}", spent_amount=amount, currency=currency,
            due_on=due, custom={"points": str(number)} if number != 1 else {},
        )  # fmt: skip
    return made


def test_amounts_are_added_in_one_currency_and_what_is_missing_is_said(by: Actor, three: list[Project]) -> None:
    define(by, "Spent", "roll_up", children="tasks", measure="sum", child_field="spent")
    assert table(by, "name", "spent") == [
        ["A", "12.5", "GBP", "", "2 of 3"], ["B", "", "", "“Spent” is in different currencies or prices, which are never added.", ""],
        ["C", "", "", "no tasks", ""],
    ]  # fmt: skip
    assert column(by, "name", f=["spent:min:12"]) == ["A"]
    assert column(by, "name", f=["spent:missing"]) == ["B", "C"]
    assert column(by, "name", sort="-spent")[0] == "A"
    money = listed(by, "spent").sums().money["spent"]
    assert (money.amount, money.given, money.of) == (Decimal("12.5"), 1, 3)


def test_dates_numbers_and_counts(by: Actor, three: list[Project]) -> None:
    define(by, "Points", "number", register="tasks")
    define(by, "Double", "formula", register="tasks", formula="[Points] * 2")
    define(by, "How many tasks", "roll_up", children="tasks", measure="count")
    define(by, "Next due", "roll_up", children="tasks", measure="earliest", child_field="due")
    define(by, "Last due", "roll_up", children="tasks", measure="latest", child_field="due")
    define(by, "Mean", "roll_up", children="tasks", measure="average", child_field="double")
    assert column(by, "how_many_tasks") == ["3", "2", "0"]
    assert table(by, "next_due") == [
        ["2026-01-05", "", "2 of 3"],
        ["", "None of the 2 tasks gives “Due date”.", "0 of 2"],
        ["", "no tasks", ""],
    ]
    assert column(by, "last_due") == ["2026-03-01", "", ""]
    assert table(by, "mean")[0] == ["2", "", "2 of 3"]
    assert column(by, "name", f=["how_many_tasks:min:2"], sort="-mean") == ["B", "A"]


def test_a_roll_up_of_a_roll_up_and_formulas_over_it(by: Actor, three: list[Project]) -> None:
    define(by, "Task count", "roll_up", children="tasks", measure="count")
    define(by, "All tasks", "roll_up", register="programmes", children="projects", measure="sum", child_field="task_count")
    define(by, "All tasks", "roll_up", register="portfolios", children="projects", measure="sum", child_field="task_count")
    define(by, "More", "formula", register="programmes", formula="[All tasks] + 0.5")
    assert table(by, "all_tasks", "more", register="programmes") == [["5", "", "", "5.5", ""]]
    assert column(by, "all_tasks", register="portfolios") == ["5"]
    assert column(by, "all_tasks", register="programmes", f=["more:min:5.2"]) == ["5"]


def test_what_the_actor_may_not_see_is_not_counted(by: Actor, three: list[Project], organisation: Organisation) -> None:
    define(by, "Projects beneath", "roll_up", register="programmes", children="projects", measure="count")
    nobody = Actor(organisation, None, "web", ())
    made = registers["programmes"].all_columns(Scene(nobody))["projects_beneath"]
    assert made.expression is not None
    programme = three[0].programme
    counted = type(programme).objects.annotate(n=made.expression(Scene(nobody))).values_list("n", flat=True)
    assert (list(counted), column(by, "projects_beneath", register="programmes")) == ([0], ["3"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"children": "roles", "measure": "count"}, "children"), ({"children": "tasks"}, "measure"),
        ({"children": "tasks", "measure": "sum", "child_field": "due"}, "child_field"),
        ({"children": "tasks", "measure": "earliest", "child_field": "spent"}, "child_field"),
    ],
)  # fmt: skip
def test_what_can_not_be_rolled_up_is_refused(by: Actor, given: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        define(by, "Rolled", "roll_up", **given)
    assert list(error.value.message_dict) == [field]
    assert not OwnField.objects.exists()


def test_a_page_takes_the_same_number_of_queries_however_many_rows(by: Actor, three: list[Project], organisation: Organisation) -> None:
    define(by, "Spent", "roll_up", children="tasks", measure="sum", child_field="spent")
    define(by, "Twice", "formula", formula="[Spent] * 2")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(by, "name", "spent", "twice", sort="-twice").page()
        return len(queries)

    before = asked()
    for number in range(20):
        make_project(organisation, f"More {number}")
    assert asked() == before


def test_on_a_past_date_a_roll_up_says_that_it_is_not_kept(by: Actor, three: list[Project]) -> None:
    define(by, "Task count", "roll_up", children="tasks", measure="count")
    define(by, "Twice", "formula", formula="[Task count] * 2")
    define(by, "Points", "number", register="tasks")
    define(by, "Point sum", "roll_up", register="programmes", children="projects", measure="sum", child_field="task_count")
    past = dt.date(2026, 6, 30)
    for register, name in (("projects", "task_count"), ("programmes", "point_sum")):
        column = registers[register].all_columns(Scene(by, past))[name]
        assert (column.read({"pk": 1}), column.gap and column.gap({"pk": 1}).short) == (None, "not kept")
        assert table(by, "name", "twice", as_of=past, register="projects") == []
        assert listed(by, "name", name, register=register, as_of=past).page() is not None
