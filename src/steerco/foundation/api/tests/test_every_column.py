"""Every column of every register sorts and filters as its description says."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import pytest

from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects.tests.factories import make_field, make_portfolio, make_programme, make_project
from steerco.foundation.api.tests.conftest import Caller
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.register import registers

WITHIN = {"portfolio": "&f=portfolio:is:PTF-0001"}
"""What must be said of a register that is worked out for something."""
TYPED = {"date": "2026-01-31", "money": "1.5m", "number": "3", "yes_no": "yes"}


@pytest.fixture
def filled(organisation: Organisation) -> None:
    """One of each record, and an own field of each kind."""
    unit = make_unit(organisation, "N", name="North")
    make_person(organisation)
    make_programme(organisation)
    for kind in ("text", "number", "money", "date", "yes_no"):
        make_field(organisation, f"Own {kind}", kind)
    make_field(organisation, "Area", "choice", choices=["Sea", "Land"])
    make_project(organisation, "Alpha", unit=unit, portfolios=(make_portfolio(organisation),))


@pytest.mark.parametrize("name", sorted(registers))
def test_every_column_sorts_and_filters(call: Caller, filled: None, name: str) -> None:
    columns = call("get", f"/registers/{name}").body["columns"]
    assert columns
    within = WITHIN.get(name, "")
    for column in columns:
        filters = [_filter(column, comparison) for comparison in column["filters"] if column["name"] not in within]
        sorts = [f"&sort={column['name']}&fields=all", f"&sort=-{column['name']}&fields=all"]
        if not column["sortable"]:
            assert [call("get", f"/{name}?{sort}{within}").status for sort in sorts] == [422, 422], column["name"]
            sorts = []
        for narrowed, sort in zip_longest(filters, sorts, fillvalue=""):  # one request may do both
            told = call("get", f"/{name}?{narrowed}{sort}{within}")
            assert told.status == 200, (narrowed, sort, told.text)
        if not column["filters"]:
            assert call("get", f"/{name}?f={column['name']}:is:x{within}").status == 422


def _filter(column: dict[str, Any], comparison: str) -> str:
    """A filter on a column, with a value that the column takes."""
    value = TYPED.get(column["kind"], str(column["choices"][0]["value"]) if column["choices"] else "N")
    given = {"missing": "", "present": "", "between": f":{value}|{value}"}.get(comparison, f":{value}")
    return f"f={column['name']}:{comparison}{given}"


@pytest.mark.parametrize("name", sorted(registers))
def test_every_past_list_is_answered(call: Caller, filled: None, name: str) -> None:
    assert call("get", f"/{name}?as_of=2026-01-31&fields=all").status == 200
