"""Every column of every register sorts and filters as its description says."""

from __future__ import annotations

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
        for sort in (column["name"], f"-{column['name']}"):
            told = call("get", f"/{name}?sort={sort}&fields=all{within}")
            assert told.status == (200 if column["sortable"] else 422), (sort, told.text)
        for comparison in column["filters"] if column["name"] not in within else ():
            value = TYPED.get(column["kind"], str(column["choices"][0]["value"]) if column["choices"] else "N")
            given = {"missing": "", "present": "", "between": f":{value}|{value}"}.get(comparison, f":{value}")
            told = call("get", f"/{name}?f={column['name']}:{comparison}{given}{within}")
            assert told.status == 200, (column["name"], comparison, told.text)
        if not column["filters"]:
            assert call("get", f"/{name}?f={column['name']}:is:x{within}").status == 422


@pytest.mark.parametrize("name", sorted(registers))
def test_every_past_list_is_answered(call: Caller, filled: None, name: str) -> None:
    assert call("get", f"/{name}?as_of=2026-01-31&fields=all").status == 200
