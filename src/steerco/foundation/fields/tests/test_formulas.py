"""Formulas: what is typed is read, refused with what is wrong, and worked out alike for a record and by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields import services
from steerco.foundation.fields.formulas.parsing import Call, Field, FormulaError, Literal, parse, renamed
from steerco.foundation.fields.models import OwnField
from steerco.foundation.fields.tests.factories import column, define, listed, table
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(organisation: Organisation) -> Iterator[Actor]:
    """The system, with its organisation in force."""
    with within(organisation):
        yield Actor.system(organisation)


@pytest.fixture
def three(organisation: Organisation) -> list[Project]:
    """A project with everything, one with some, one with nothing."""
    day = dt.date(2026, 3, 1)
    return [
        make_project(
            organisation, "A", start_on=day, end_on=dt.date(2027, 3, 1), whole_life_cost_amount=Decimal("1000.50"), currency="GBP",
            year_budget_amount=Decimal(300), budget_year="2026/27", category="Rail", state="executing",
        ),
        make_project(organisation, "B", start_on=day, whole_life_cost_amount=Decimal(7), currency="GBP", state="closed"),
        make_project(organisation, "C"),
    ]  # fmt: skip


def test_a_formula_is_a_tree_in_which_closer_operations_bind_first() -> None:
    tree = parse("1 + [A b] * 2 > 3 and not yes")
    compared = Call(">", (Call("+", (Literal(Decimal(1)), Call("*", (Field("A b", 4, 9), Literal(Decimal(2)))))), Literal(Decimal(3))))
    assert tree == Call("and", (compared, Call("not", (Literal(True),))))


def test_fields_are_renamed_where_they_stand() -> None:
    assert renamed('if([Cost] > cost, "[Cost]", "b")', {"Cost": "x", "cost": "y"}.__getitem__) == 'if([x] > [y], "[Cost]", "b")'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write a formula"), ("1 +", "ends too early"), ("(1", "closing bracket"),
        ("1 2", "not expected"), ("[Cost] $ 2", "can't be read"),
        ("2026-02-31", "no day"), ("max(1 2)", "comma"), ("(" * 60 + "1" + ")" * 60, "too many brackets"), ("1" * 1001, "under 1000"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(FormulaError, match="(?i)" + said.replace("(", r"\(")):
        parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[Whole-life cots] + 1", "Did you mean [Whole-life cost]?"), ("[End date] + [Start date]", "needs a number, not a date"),
        ("[Whole-life cost] * [Year budget]", "can't be multiplied"), ("summ(1, 2)", "no function"), ("[Category] + 1", "not a text"),
        ('if([Category], 1, 2)', "needs yes or no"), ('if(yes, 1, "a")', "can't mix"), ('[Life state] = "runing"', "none of the choices"),
        ("[Portfolio] = 1", "can't be used"), ("round([Year budget], 9)", "0 to 4"), ("if(yes, 1)", "takes 3"), ('"a" < "b"', "compare"),
        ("__import__(1)", "no function"), ("max(" * 12 + "1" + ", 2)" * 12, "too large"),
    ],
)  # fmt: skip
def test_what_does_not_fit_says_why_beside_the_formula_and_nothing_is_written(by: Actor, text: str, said: str) -> None:
    with pytest.raises(ValidationError) as error:
        define(by, "Worked out", "formula", formula=text)
    assert said in error.value.message_dict["formula"][0]
    assert not OwnField.objects.exists()


FORMULAS = {
    "[Whole-life cost] - [Year budget]": ["700.5", "", ""],
    "[Whole-life cost] / ([Year budget] - 300)": ["", "", ""],
    "[Whole-life cost] * 2 / 3": ["667", "4.6667", ""],
    "days([Start date], [End date])": ["365", "", ""],
    "[End date] - [Start date] + 0.5": ["365.5", "", ""],
    "[Start date] + 30": ["2026-03-31", "2026-03-31", ""],
    "[Start date] - 1": ["2026-02-28", "2026-02-28", ""],
    'if([Life state] = "executing", "runs", "rests")': ["runs", "rests", "rests"],
    'if([Year budget] > 100, "dear", "cheap")': ["dear", "", ""],
    "first([Year budget], [Whole-life cost], 0)": ["300", "7", "0"],
    "given([End date]) or [Whole-life cost] < 10": ["yes", "yes", ""],
    "[Whole-life cost] > 5 and [Year budget] > 500": ["no", "", ""],
    "not given([End date])": ["no", "yes", "yes"],
    "min([Whole-life cost], [Year budget], 500)": ["300", "", ""],
    "max([Start date], [End date])": ["2027-03-01", "", ""],
    "round([Whole-life cost] / 7, 1) + abs(0 - 1)": ["143.9", "2", ""],
    '[Category] <> "Rail"': ["no", "", ""],
    "7 / 2": ["3.5", "3.5", "3.5"],
    "-[Year budget]": ["-300", "", ""],
    "if(given([Start date]), [Start date] < today(), no)": ["yes", "yes", "no"],
    "[Whole-life cost] * 1000000000 * 1000000": ["", "", ""],
    "[Start date] + 99999": ["2299-12-14", "2299-12-14", ""],
    "[Start date] + 100001": ["", "", ""],
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_record_and_the_database_agree(by: Actor, three: list[Project], formula: str) -> None:
    assert timezone.localdate() > dt.date(2026, 3, 1)
    define(by, "Worked out", "formula", formula=formula)
    values = column(by, "worked_out")
    expected = FORMULAS[formula]
    assert values == expected
    assert column(by, "name", f=["worked_out:missing"]) == [name for name, value in zip("ABC", expected, strict=True) if not value]
    given = [name for name, value in zip("ABC", expected, strict=True) if value]
    assert column(by, "name", f=["worked_out:present"]) == given
    for name, value in zip("ABC", expected, strict=True):
        found = column(by, "name", f=[f"worked_out:is:{value}"]) if value else [name]
        assert name in found
    ordered = column(by, "name", sort="-worked_out")
    assert sorted(ordered[: len(given)]) == given


def test_what_is_missing_says_why(by: Actor, three: list[Project]) -> None:
    define(by, "Left", "formula", formula="[Whole-life cost] - [Year budget]")
    assert table(by, "left") == [["700.5", "GBP", ""], ["", "GBP", "Year budget: no report"], ["", "", "Whole-life cost: no report"]]
    money = listed(by, "left").sums().money["left"]
    assert (money.amount, money.given, money.of) == (Decimal("700.5"), 1, 3)


def test_formulas_build_on_each_other_but_never_in_a_circle(by: Actor, three: list[Project]) -> None:
    half = define(by, "Half", "formula", formula="[Whole-life cost] / 2")
    quarter = define(by, "Quarter", "formula", formula="[Half] / 2")
    assert column(by, "quarter") == ["250.125", "1.75", ""]
    with pytest.raises(ValidationError) as error:
        services.update_field(by=by, field=half, formula="[Quarter] * 2")
    assert "Half → Quarter → Half" in error.value.message_dict["formula"][0]
    half.refresh_from_db()
    assert half.formula == "[whole_life_cost] / 2"
    with pytest.raises(ValidationError, match="Quarter"):
        services.retire_field(by=by, field=half)
    assert not OwnField.objects.filter(retired=True).exists()
    services.update_field(by=by, field=half, label="One half")
    assert column(by, "quarter", f=["quarter:min:2"]) == ["250.125"]
    OwnField.objects.filter(pk=quarter.pk).update(formula="[gone] / 2")
    assert table(by, "quarter")[0] == ["", "There is no field “gone” here. Did you mean [owner]?"]
