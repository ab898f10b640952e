"""What a run leaves out is said in one line, and in CI nothing may be left out."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import environment

Runs = list[tuple[str, str, list[str]]]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """The runs of the suite that would have been made; both parts are at hand."""
    made: Runs = []

    def run_suite(database: str, name: str, arguments: list[str]) -> bool:
        made.append((database, name, arguments))
        return True

    @contextmanager
    def postgres(programs: Path):  # type: ignore[no-untyped-def]
        yield "name=x host=/tmp user=postgres"

    monkeypatch.setattr(environment, "run_suite", run_suite)
    monkeypatch.setattr(environment, "postgres", postgres)
    monkeypatch.setattr(environment, "fetch_missing", lambda: None)
    monkeypatch.setattr(environment, "chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(environment, "postgres_programs", lambda: Path("/usr/bin"))
    monkeypatch.setattr(environment, "CI", False)
    monkeypatch.delenv("STEERCO_DATABASE", raising=False)
    return made


def test_the_same_suite_runs_on_both_databases(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    assert environment.main(["-k", "ledger"]) == 0
    assert [(name, arguments) for _database, name, arguments in runs] == [("SQLite", ["-k", "ledger"]), ("PostgreSQL", ["-k", "ledger"])]
    assert [database for database, *_ in runs] == ["", "name=x host=/tmp user=postgres"]
    assert "Left out" not in capsys.readouterr().out


def test_a_database_that_is_given_is_used(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEERCO_DATABASE", "name=given")
    monkeypatch.setattr(environment, "postgres_programs", lambda: None)
    assert environment.main([]) == 0
    assert [database for database, *_ in runs] == ["", "name=given"]


@pytest.mark.parametrize(
    ("missing", "said"), [("chromium", "apt-get install chromium"), ("postgres_programs", "apt-get install postgresql")]
)
def test_what_is_missing_is_said_in_a_line_and_fails_in_ci(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str, said: str
) -> None:
    monkeypatch.setattr(environment, missing, lambda: None)
    assert environment.main([]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Left out")]
    assert len(lines) == 1
    assert said in lines[0]
    monkeypatch.setattr(environment, "CI", True)
    assert environment.main([]) == 1


def test_without_a_browser_the_journeys_are_left_out(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "chromium", lambda: None)
    environment.main([])
    assert all(arguments == ["-m", "not journey"] for *_, arguments in runs)


def test_one_failed_run_fails_the_whole(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "run_suite", lambda database, name, arguments: name == "PostgreSQL")
    assert environment.main([]) == 1
