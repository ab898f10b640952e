"""The command line: what it answers, and with which exit code."""

from __future__ import annotations

import io
import json

import pytest

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import LedgerHead, Revision
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.interfaces.cli import VERBS, main

pytestmark = pytest.mark.django_db
Captured = pytest.CaptureFixture[str]


def test_without_a_verb_it_lists_its_verbs(capsys: Captured) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(verb.name in said and verb.does in said for verb in VERBS)


def test_an_unknown_verb_is_said_on_the_error_stream(capsys: Captured) -> None:
    assert main(["fly"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "knows no “fly”" in captured.err


def test_it_tells_its_version(capsys: Captured) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("steerco ")


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_explains_itself(verb: object, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([getattr(verb, "name", ""), "--help"])
    assert stopped.value.code == 0
    assert "usage: steerco" in capsys.readouterr().out


def test_a_wrong_option_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["verify-ledger", "--nonsense"])
    assert stopped.value.code == 2


def test_the_first_user_founds_an_organisation(capsys: Captured) -> None:
    assert main(["create-user", "ada@example.org", "--name", "Ada", "--new-organisation", "Alpha Works"]) == 0
    said = capsys.readouterr().out
    account, organisation = Account.objects.get(), Organisation.objects.get()
    assert (organisation.key, organisation.name, account.name) == ("alpha-works", "Alpha Works", "Ada")
    assert account.check_password(said.split("Password: ")[1].strip())
    assert [(grant.role, grant.scope_kind) for grant in Actor.of(account, organisation, entrance="page").grants] == [
        ("pmo_director", "organisation")
    ]
    assert list(Revision.everywhere.order_by("number").values_list("verb", flat=True)) == ["admit", "grant_role"]


def test_a_password_from_the_input_is_not_printed(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long pass phrase\n"))
    assert main(["create-user", "ada@example.org", "--new-organisation", "Alpha", "--password-stdin"]) == 0
    assert Account.objects.get().check_password("a long pass phrase")
    assert "phrase" not in capsys.readouterr().out


def test_an_account_is_let_into_a_second_organisation_with_its_own_password(capsys: Captured) -> None:
    main(["create-user", "ada@example.org", "--new-organisation", "Alpha"])
    password = Account.objects.get().password
    assert main(["create-user", "ada@example.org", "--new-organisation", "Beta", "--role", "auditor", "--clearance", "secret"]) == 0
    assert "password is as it was" in capsys.readouterr().out
    assert Account.objects.get().password == password
    assert Membership.everywhere.count() == 2
    assert sorted(RoleAssignment.everywhere.values_list("organisation__key", "role", "clearance")) == [
        ("alpha", "pmo_director", 0), ("beta", "auditor", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-address", "--new-organisation", "Beta"], "valid email"),
        (["ada@example.org", "--organisation", "gamma"], "no organisation “gamma”"),
        (["ada@example.org", "--new-organisation", "Alpha"], "already exists"),
        (["ada@example.org", "--new-organisation", "!!!"], "letters or digits"),
    ],
)
def test_what_cannot_be_made_leaves_nothing_behind(words: list[str], said: str, capsys: Captured) -> None:
    Organisation.objects.create(key="alpha", name="Alpha")
    assert main(["create-user", *words]) == 1
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Password" not in captured.out
    assert not Account.objects.exists()
    assert Organisation.objects.count() == 1


def test_a_role_that_is_none_is_exit_code_2(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["create-user", "ada@example.org", "--new-organisation", "Alpha", "--role", "king"])
    assert stopped.value.code == 2
    assert "pmo_director" in capsys.readouterr().err
    assert not Organisation.objects.exists()


def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12345\n"))
    assert main(["create-user", "ada@example.org", "--new-organisation", "Alpha", "--password-stdin"]) == 1
    assert "too short" in capsys.readouterr().err
    assert not Organisation.objects.exists()


def test_a_ledger_that_holds_is_exit_code_0(capsys: Captured) -> None:
    main(["create-user", "ada@example.org", "--new-organisation", "Alpha"])
    capsys.readouterr()
    assert main(["verify-ledger"]) == 0
    assert "alpha: the ledger holds (2 revisions, 2 changes)" in capsys.readouterr().out
    assert main(["verify-ledger", "--json", "--organisation", "alpha"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["holds"], told["organisations"][0]["revisions"]) == (True, 2)


def test_a_broken_ledger_is_exit_code_1_and_says_where(capsys: Captured) -> None:
    main(["create-user", "ada@example.org", "--new-organisation", "Alpha"])
    LedgerHead.objects.update(hash="x")
    capsys.readouterr()
    assert main(["verify-ledger"]) == 1
    assert "BROKEN at revision 3: revisions are missing at the end" in capsys.readouterr().out
    assert main(["verify-ledger", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["holds"], told["organisations"][0]["broken_at"]) == (False, 3)


def test_no_organisation_yet_is_nothing_to_check(capsys: Captured) -> None:
    assert main(["verify-ledger"]) == 0
    assert "no organisation yet" in capsys.readouterr().out


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("steerco.foundation.ledger.tools.run", lambda options: {}["missing"])
    with pytest.raises(KeyError):
        main(["verify-ledger"])
