"""What the doctor finds and what it says to do; registers and whole offices taken along."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

from django.test import override_settings

from steerco.capabilities.people.tests.factories import make_unit
from steerco.capabilities.projects import services
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.upkeep.doctor import FAIL, OK, WARN, examined
from steerco.foundation.upkeep.tests.conftest import Installation, Make
from steerco.interfaces.cli import main


def states() -> dict[str, str]:
    """Each finding's state by its name."""
    return {line.name: line.state for line in examined()}


def test_every_finding_that_is_not_well_says_what_to_do(organisation: Organisation) -> None:
    for line in examined():
        assert line.state in (OK, WARN, FAIL)
        assert line.says
        assert line.state == OK or line.do


def test_what_is_dangerous_fails(organisation: Organisation) -> None:
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["*"], SECRET_KEY="short"):
        found = states()
    assert (found["debug"], found["hosts"], found["secret key"]) == (FAIL, FAIL, FAIL)
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["pmo.example.org"], SECRET_KEY="ab3defghij" * 5):
        found = states()
    assert (found["debug"], found["hosts"], found["secret key"]) == (OK, OK, OK)


def test_a_ledger_that_was_cut_fails(system: Actor, organisation: Organisation) -> None:
    services.create_project(by=system, name="One")
    assert states()["ledger"] == OK
    LedgerHead.objects.filter(organisation=organisation).update(number=2)
    assert states()["ledger"] == FAIL


def test_mail_that_does_not_answer_fails(organisation: Organisation) -> None:
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        assert states()["e-mail"] == FAIL


def test_an_installation_that_was_not_prepared_says_so(installations: Make) -> None:
    fresh = installations()
    code, said = fresh("check", "--json")
    told = {line["name"]: line for line in json.loads(said)["lines"]}
    assert code == 1
    assert "steerco prepare" in (told["database"]["do"] + told.get("migrations", {"do": ""})["do"])
    fresh("prepare")
    code, said = fresh("check")
    assert code == 0, said
    assert "create-user" in said


def test_a_register_is_taken_along(organisation: Organisation, system: Actor, tmp_path: Path) -> None:
    make_unit(organisation, "N", name="North")
    services.create_project(by=system, name="=1+1")
    services.create_project(by=system, name="Second", category="Rail")
    for form in ("csv", "xlsx", "json"):
        assert main(["export", "projects", "--output", str(tmp_path / f"p.{form}")]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "p.csv").read_text())))
    assert [row["Project"] for row in rows] == ["'=1+1", "Second"]
    assert json.loads((tmp_path / "p.json").read_text())["count"] == 2
    assert zipfile.is_zipfile(tmp_path / "p.xlsx")
    assert main(["export", "projects", "--filter", "category=Rail", "--columns", "name", "--output", str(tmp_path / "f.csv")]) == 0
    assert (tmp_path / "f.csv").read_text().split() == ["Project", "Second"]
    for wrong in (["--columns", "nothing"], ["--filter", "nothing=1"], ["--form", "csv", "--sort", "name", "--filter", "x"]):
        assert main(["export", "projects", "--output", str(tmp_path / "w.csv"), *wrong]) == 1
    assert not (tmp_path / "w.csv").exists()


def test_a_whole_office_is_taken_along(installation: Installation, tmp_path: Path) -> None:
    code, said = installation("export", "--all", "--output", str(tmp_path / "office.zip"))
    assert code == 0, said
    with zipfile.ZipFile(tmp_path / "office.zip") as held:
        told = json.loads(held.read("manifest.json"))
        revisions = [json.loads(line) for line in held.read("ledger.jsonl").decode().splitlines()]
        assert json.loads(held.read("registers/projects.json"))["count"] == 12
        assert any(name.startswith("files/") for name in held.namelist())
    assert told["ledger"]["holds"] is True
    assert told["ledger"]["newest_seal"] == revisions[-1]["hash"]
    assert [each["previous_hash"] for each in revisions[1:]] == [each["hash"] for each in revisions[:-1]]
    assert told["records"]["projects"] == 12
