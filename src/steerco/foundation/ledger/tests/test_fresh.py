"""A record made fast is the one that its model would have made, and what is kept of it is sealed as ever."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.models import StatusReport
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.chain import sealed_text
from steerco.foundation.ledger.fresh import fresh
from steerco.foundation.ledger.rows import plan_of
from steerco.foundation.ledger.snapshot import kept_fields, snapshot

_CLOCK = {"created_at", "updated_at"}


def _held(record: Any) -> dict[str, Any]:
    names = [field.attname for field in record._meta.concrete_fields]
    return {name: getattr(record, name) for name in names if name not in _CLOCK}


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Bridge", "start_on": dt.date(2026, 1, 2), "whole_life_cost_amount": Decimal("12.5"), "currency": "GBP"},
        {"name": "Bridge", "unit": OrgUnit(pk=7, code="DFT", name="Transport"), "owner": None},
        {"name": "Bridge", "unit_id": 7, "custom": {"x": [1]}},
    ],
)
def test_a_fresh_record_is_what_the_model_makes(values: dict[str, Any]) -> None:
    made, slow = fresh(Project, **values), Project(**values)
    assert _held(made) == _held(slow)
    assert snapshot(made) == snapshot(slow)
    assert (made._state.adding, made._state.db, made.pk, str(made)) == (True, None, None, "Bridge")
    assert made.created_at.tzinfo is dt.UTC
    if "unit" in values:
        assert made.unit is values["unit"]


def test_no_two_fresh_records_share_what_can_change() -> None:
    one, other = fresh(StatusReport, reported_name="a"), fresh(StatusReport, reported_name="b")
    one.gaps["start_on"] = {"kind": "empty", "text": ""}
    assert other.gaps == {}


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError, match="no field colour"):
        fresh(Project, colour="red")


def test_a_fresh_account_is_an_account() -> None:
    assert fresh(Account, email="ann@example.org").email == "ann@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("created_at", dt.datetime(2026, 3, 1, 12, 30, 5, 17, tzinfo=dt.UTC)),
        ("created_at", dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)),
        ("created_at", dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))),
        ("start_on", dt.date(2026, 3, 1)),
        ("whole_life_cost_amount", Decimal("1E+3")),
        ("whole_life_cost_amount", Decimal("-12.345")),
        ("whole_life_cost_amount", Decimal("9999999999999999.99")),
    ],
)
def test_a_row_holds_what_django_would_write(name: str, value: Any) -> None:
    plan = plan_of(Project)
    assert plan is not None
    record = fresh(Project, name="Bridge", organisation_id=1, **{name: value})
    expected = Project._meta.get_field(name).get_db_prep_save(value, connection=connection)
    assert next(plan.rows([record]))[plan.columns.index(name)] == expected


def _slow(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(
    "values",
    [
        {"b": "ü “x”\n\t\x07\x7f\u2028😀", "a": None, "é": True, "Z": -5},
        {"state": Project(name="x").state, "level": Project(name="x").confidentiality},
        {"gaps": {"z": {"kind": "empty", "text": '"\\/'}, "a": [1, "2", {"y": [], "x": {}}]}},
        {"large": 2**70, "small": -(2**63)},
        {"half": "\ud83d"},
        {"share": 0.1, "tiny": 1e-7},
        {"deep": {"share": 2.5}},
    ],
)
def test_the_sealed_text_is_the_same_either_way(values: dict[str, Any]) -> None:
    assert sealed_text(values) == _slow(values)


def test_whole_numbers_are_sealed_as_whole_numbers_however_deep() -> None:
    assert sealed_text({"a": 1e16, "b": [{"c": 2.0}]}) == '{"a":10000000000000000,"b":[{"c":2}]}'


def test_what_was_left_out_when_it_was_read_is_still_kept(db: None) -> None:
    assert set(kept_fields(Project)) == set(snapshot(Project(name="x")))
