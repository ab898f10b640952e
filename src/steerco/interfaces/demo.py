"""`steerco demo`: the real portfolio as a sample, and a sign-in for it. What is there already stays as it is."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from django.conf import settings

from steerco.capabilities.dashboards import tools as dashboards
from steerco.capabilities.people import tools as people
from steerco.capabilities.returns import tools as returns
from steerco.foundation.access.models import Clearance
from steerco.foundation.accounts.services import generated_password
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.queries import NoSuchOrganisation, organisation_named
from steerco.foundation.organisations.services import found_organisation
from steerco.interfaces import prepare

EMAIL = "demo@steerco.example"
SAMPLE, OWN = ("uk-government", "UK Government"), ("your-office", "Your office")
RETURNS = settings.PACKAGE.parents[1] / "examples" / "uk-gmpp"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which address to print."""
    parser.add_argument("--port", type=int, default=8000, help="the port that `serve` will use (default 8000)")


def run(options: argparse.Namespace) -> int:
    """Prepares the database; the first time loads the sample and makes the sign-in; prints the sign-in every time."""
    prepare.run(options)
    note = Path(settings.HOME) / "demo-sign-in.json"
    if not note.exists():
        failed = _load_sample()
        if failed:
            return failed
        _write(note, {"email": EMAIL, "password": _make_sign_in()})
    said = json.loads(note.read_text(encoding="utf-8"))
    print(f"\n  Open      http://localhost:{options.port}\n  E-mail    {said['email']}\n  Password  {said['password']}\n", flush=True)
    return 0


def _load_sample() -> int:
    """Imports the seven returns into an organisation that is marked as sample; importing again changes nothing."""
    organisation = _organisation(SAMPLE, is_sample=True)
    print("Importing the UK Government Major Projects Portfolio, seven yearly returns …", flush=True)
    parser = argparse.ArgumentParser()
    returns.add_arguments(parser)
    files = [str(path) for path in sorted(RETURNS.glob("uk_*.csv"))]
    failed = returns.run(parser.parse_args([*files, "--profile", "uk-gmpp", "--organisation", organisation.key]))
    if not failed:
        dashboards.begin_views(organisation)
    return failed


def _make_sign_in() -> str:
    """An account that directs the sample and an empty organisation for one's own start; gives its password."""
    password = generated_password()
    for organisation in (_organisation(SAMPLE, is_sample=True), _organisation(OWN, is_sample=False)):
        people.let_in(
            email=EMAIL, name="Demo Director", organisation=organisation, role="pmo_director", clearance=Clearance.SECRET, password=password
        )
    return password


def _organisation(named: tuple[str, str], *, is_sample: bool) -> Organisation:
    key, name = named
    try:
        return organisation_named(key)
    except NoSuchOrganisation:
        return found_organisation(key=key, name=name, is_sample=is_sample)


def _write(note: Path, said: dict[str, str]) -> None:
    """Keeps the sign-in beside the database, readable by its owner only."""
    note.touch(mode=0o600)
    note.write_text(json.dumps(said), encoding="utf-8")
