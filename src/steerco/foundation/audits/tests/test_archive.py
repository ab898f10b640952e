"""An auditor checks the archive alone: whole, from the middle, with gaps; and sees what was tampered with."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.audits.archive import take
from steerco.foundation.audits.verifier import problems_of
from steerco.foundation.ledger.writer import revise

MakeAccount = Callable[..., Account]
EVER = (timezone.now() - dt.timedelta(days=9), timezone.now() + dt.timedelta(days=9))


def write(by: Actor, ref: str, **more: object) -> Project:
    with revise(by, "add_project", reason=f"why {ref}") as revision:
        return revision.create(Project(ref=ref, name=f"Project {ref}", **more))


def archive(by: Actor, since: dt.datetime = EVER[0]) -> io.BytesIO:
    file = io.BytesIO()
    take(by, since, EVER[1], file)
    return file


def test_it_holds_and_says_who_did_what_for_whom(director: Actor, make_account: MakeAccount) -> None:
    deputy = make_account(director.organisation, "pmo_analyst")
    write(replace(director, account=deputy, on_behalf_of=director.account), "P-1")
    with zipfile.ZipFile(archive(director)) as held:
        assert problems_of(held) == ([], 1, 0)
        rows = list(csv.DictReader(io.StringIO(held.read("changes.csv").decode())))
    assert {(row["Who"], row["On behalf of"], row["Why"]) for row in rows} == {(str(deputy), str(director.account), "why P-1")}
    assert "Project P-1" in {row["After"] for row in rows}


def test_it_can_begin_in_the_middle(director: Actor) -> None:
    write(director, "P-1")
    since = timezone.now()
    write(director, "P-2")
    with zipfile.ZipFile(archive(director, since)) as held:
        assert problems_of(held) == ([], 1, 0)
        assert json.loads(held.read("manifest.json"))["before"]["number"] == 1


def test_what_is_too_confidential_is_left_out_and_counted_and_the_chain_still_holds(director: Actor, make_account: MakeAccount) -> None:
    write(director, "P-1")
    write(director, "P-2", confidentiality=2)
    write(director, "P-3")
    reader = Actor.of(make_account(director.organisation, "auditor", clearance=0), director.organisation, entrance="page")
    file = archive(reader)
    assert b"P-2" not in b"".join(zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist())
    with zipfile.ZipFile(file) as held:
        assert problems_of(held) == ([], 3, 1)
        assert json.loads(held.read("manifest.json"))["left_out"] == {"changes": 1, "of_revisions": 1}


@pytest.mark.parametrize("tampered", ["edited", "removed", "cut"])
def test_whatever_was_tampered_with_shows(director: Actor, tmp_path: Path, tampered: str) -> None:
    for ref in ("P-1", "P-2", "P-3"):
        write(director, ref)
    with zipfile.ZipFile(archive(director)) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    lines = parts["revisions.jsonl"].splitlines(keepends=True)
    lines = {"edited": [lines[0].replace(b"Project P-1", b"Project X-1"), *lines[1:]], "removed": [lines[0], lines[2]], "cut": lines[:2]}[
        tampered
    ]
    place = tmp_path / "audit.zip"
    with zipfile.ZipFile(place, "w") as made:
        for name, body in parts.items():
            made.writestr(name, b"".join(lines) if name == "revisions.jsonl" else body)
    (tmp_path / "verify.py").write_bytes(parts["verify.py"])
    told = subprocess.run([sys.executable, "-I", "verify.py", "audit.zip"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (told.returncode, "BROKEN" in told.stdout) == (1, True)


def test_only_whoever_may_take_the_ledger_out_gets_it(
    director: Actor, make_account: MakeAccount, client_of: Callable[[Account], Client]
) -> None:
    write(director, "P-1")
    assert director.account is not None
    sent = client_of(director.account).get("/ledger/audit.zip", {"from": "2020-01-01"})
    with zipfile.ZipFile(io.BytesIO(b"".join(sent))) as held:  # type: ignore[arg-type]  # a streamed answer is its pieces
        assert problems_of(held) == ([], 1, 0)
    assert client_of(director.account).get("/ledger/audit/").status_code == 200
    member = make_account(director.organisation, "team_member")
    assert [client_of(member).get(path).status_code for path in ("/ledger/audit.zip", "/ledger/audit/")] == [403, 403]
    with pytest.raises(Refused):
        archive(Actor.of(member, director.organisation, entrance="page"))
