from __future__ import annotations

import json

import pytest

from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.search.queries import find
from steerco.interfaces.cli import main


def test_the_index_is_built_afresh(system: Actor, organisation: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    find(system, "anything")
    make_project(organisation, "Written past the ledger")
    assert find(system, "ledger").hits == []
    assert main(["search-index", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"records": {"alpha": 1}}
    assert [hit.title for hit in find(system, "ledger").hits] == ["Written past the ledger"]


def test_an_unknown_organisation_is_refused(organisation: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search-index", "--organisation", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err
