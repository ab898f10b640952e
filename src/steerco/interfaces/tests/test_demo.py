"""The demo: loads the sample once, makes one sign-in, and a second run keeps everything."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.interfaces import demo
from steerco.interfaces.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of its own, and one return in place of seven."""
    settings.HOME, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    returns = tmp_path / "returns"
    returns.mkdir()
    shutil.copy(demo.RETURNS / "uk_2020.csv", returns)
    monkeypatch.setattr(demo, "RETURNS", returns)
    return tmp_path


def test_the_first_run_makes_the_sample_and_a_sign_in(
    home: Path, capsys: pytest.CaptureFixture[str], client_of: Callable[[Account], Client]
) -> None:
    assert main(["demo", "--port", "9123"]) == 0
    said = capsys.readouterr().out
    told = json.loads((home / "demo-sign-in.json").read_text(encoding="utf-8"))
    assert "http://localhost:9123" in said
    assert told["email"] in said
    assert told["password"] in said
    account = Account.objects.get()
    assert account.check_password(told["password"])
    assert list(Organisation.objects.order_by("key").values_list("key", "is_sample")) == [("uk-government", True), ("your-office", False)]
    assert "125 rows" in said
    assert client_of(account).get("/projects/").status_code == 200


def test_only_the_owner_of_the_machine_reads_the_sign_in(home: Path) -> None:
    main(["demo"])
    assert (home / "demo-sign-in.json").stat().st_mode & 0o077 == 0


def test_a_second_run_keeps_everything(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["demo"])
    Organisation.objects.filter(key="uk-government").update(name="Renamed by a person")
    before = (Revision.everywhere.count(), Account.objects.get().password)
    first = capsys.readouterr().out
    assert main(["demo"]) == 0
    second = capsys.readouterr().out
    assert (Revision.everywhere.count(), Account.objects.get().password) == before
    assert Organisation.objects.get(key="uk-government").name == "Renamed by a person"
    assert "Importing" in first
    assert "Importing" not in second
    assert [line for line in first.splitlines() if "Password" in line] == [line for line in second.splitlines() if "Password" in line]


def test_a_run_that_was_stopped_goes_on_where_it_was(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(demo.people, "let_in", lambda **_said: {}["stopped"])
        with pytest.raises(KeyError):
            main(["demo"])
    assert not (home / "demo-sign-in.json").exists()
    before = Revision.everywhere.count()
    assert main(["demo"]) == 0
    roles = 2  # of the sign-in, one an organisation
    assert Revision.everywhere.count() == before + 2 * roles  # let in, then the role


def test_static_files_are_gathered_once_and_again_when_they_change(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from steerco.interfaces import prepare

    prepare.collect_static_files()
    assert any((home / "static").rglob("*.css"))
    calls: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_options: calls.append(name))
    prepare.collect_static_files()
    assert calls == []
    (home / "static" / ".gathered").write_text("of another version", encoding="ascii")
    prepare.collect_static_files()
    assert calls == ["collectstatic"]
