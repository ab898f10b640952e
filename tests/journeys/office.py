"""Fills the database of the journeys, in a process of its own: the sample with its returns, and offices for those that change things."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

PASSWORD = "a long pass phrase of the journeys"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "uk-gmpp"
OFFICES = {
    "guide": (),
    "lists": (),
    "plain": (),
    "merger": ("uk_2019.csv", "uk_2020.csv"),
    "late": ("uk_2015.csv", "uk_2017.csv"),
    "edits": ("uk_2019.csv",),
}


def email_of(key: str) -> str:
    """Who directs an office."""
    return f"{key}@journeys.example"


def fill() -> None:
    """The sample and its director; each office with the returns that its journey begins with."""
    import django

    django.setup()
    from django.core.management import call_command

    from steerco.capabilities.people import tools as people
    from steerco.foundation.access.actor import Actor
    from steerco.foundation.accounts.services import create_account
    from steerco.foundation.imports.services import GivenFile, load_files
    from steerco.foundation.organisations.services import found_organisation
    from steerco.interfaces import prepare

    prepare.run(argparse.Namespace())
    call_command("migrate", verbosity=0)
    returns = tuple(path.name for path in sorted(EXAMPLES.glob("uk_*.csv")))
    for key, files in {"sample": returns, **OFFICES}.items():
        organisation = found_organisation(
            key=key, name=f"Your {key} office" if key != "sample" else "UK Government", is_sample=key == "sample"
        )
        if files:
            given = [GivenFile(name, (EXAMPLES / name).read_bytes()) for name in files]
            load_files(by=Actor.system(organisation), files=given, profile="uk-gmpp")
        people.let_in(
            email=email_of(key), name=f"Director {key}", organisation=organisation, role="pmo_director", clearance=2, password=PASSWORD
        )
        if key == "edits":
            second = email_of("second")
            people.let_in(email=second, name="Rail sponsor", organisation=organisation, role="pmo_analyst", clearance=2, password=PASSWORD)
        if key == "late":
            create_account(email=email_of("guest"), password=PASSWORD, name="Visitor of the board")
        if key == "guide":
            people.let_in(email=email_of("sample"), name="", organisation=organisation, role="auditor", clearance=0, password=PASSWORD)
    json.dump({"ready": True}, sys.stdout)


def fill_small() -> None:
    """One office with one project: for a journey that stops its server."""
    import django

    django.setup()
    from steerco.capabilities.people import tools as people
    from steerco.capabilities.projects.services.records import create_project
    from steerco.foundation.access.actor import Actor
    from steerco.foundation.organisations.scope import within
    from steerco.foundation.organisations.services import found_organisation
    from steerco.interfaces import prepare

    prepare.run(argparse.Namespace())
    office = found_organisation(key="small", name="Your small office")
    people.let_in(email=email_of("small"), name="", organisation=office, role="pmo_director", clearance=2, password=PASSWORD)
    with within(office):
        create_project(by=Actor.system(office), name="Harbour wall")


if __name__ == "__main__":
    fill_small() if "small" in sys.argv else fill()
