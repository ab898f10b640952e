"""A generated organisation, with a log where it is asked for, and nothing new the second time."""

from __future__ import annotations

import argparse

import pytest

from steerco.capabilities.raid.models import Action, Issue, Risk
from steerco.capabilities.scorecards.tools import add_arguments, run
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within


@pytest.mark.django_db
def test_a_log_is_kept_for_so_many_projects_and_once(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    asked = parser.parse_args(["--organisation", "tried", "--projects", "3", "--reports", "2", "--log", "2"])
    assert run(asked) == 0
    assert "6 reports and 14 log records new" in capsys.readouterr().out
    with within(Organisation.objects.get(key="tried")):
        assert (Risk.objects.count(), Issue.objects.count(), Action.objects.count()) == (8, 2, 4)
        assert {risk.project_id for risk in Risk.objects.all()} == {issue.project_id for issue in Issue.objects.all()}
    asked.log = 0
    assert run(asked) == 0
    assert "0 reports and 0 log records new" in capsys.readouterr().out
