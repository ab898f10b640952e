"""Dates beside those that the vendors calculated, over real files that may not be shipped."""

from __future__ import annotations

import pytest

from steerco_engine.network import schedule
from steerco_engine.network.tests.truths import FOLDER, Score, Truth, scored

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    """The comparison of each scored file."""
    truths = [truth for path in sorted(FOLDER.glob("*.json.gz")) if (truth := Truth(path)).scored]
    return {truth.path.name: scored(truth, {line.uid: line for line in schedule(truth.problem).lines}) for truth in truths}


def test_primavera_stands_where_we_say(scores: dict[str, Score]) -> None:
    found = {name: score for name, score in scores.items() if name.startswith("p6")}
    dates = [sum(each[name] for score in found.values() for each in (score.same, score.equivalent) for name in ("es", "ef", "ls", "lf"))]
    same = sum(score.same[name] for score in found.values() for name in ("es", "ef", "ls", "lf"))

    assert len(found) == 7
    assert {name: score.wrong for name, score in found.items() if score.wrong} == {}
    assert same / dates[0] >= 0.985


def test_microsoft_project_stands_where_we_say(scores: dict[str, Score]) -> None:
    found = {name: score for name, score in scores.items() if name.startswith("msp")}
    activities = sum(score.activities for score in found.values())
    wrong = sum(len(score.wrong) for score in found.values())

    assert len(found) == 30
    assert 1 - wrong / activities >= 0.9995
    assert sum(not score.wrong for score in found.values()) >= 29
    assert sum(score.wrong_summaries for score in found.values()) == 0
