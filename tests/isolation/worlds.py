"""Two organisations with one of everything; each text of a record holds the word by which a leak is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from steerco.capabilities.people.models import OrgUnit, Person, UnitPlacement
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Programme, Project, ProjectName
from steerco.capabilities.status.models import Narrative, ReportingPeriod, ReportState, StatusReport
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.fields.models import OwnField
from steerco.foundation.imports.models import ImportBatch
from steerco.foundation.imports.services import GivenFile, check_import, load_files
from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.models import SavedView
from tests.isolation import around, colours, entitled, governed, logs, reported

OPEN, OUTSIDE, RESTRICTED, SECRET = "Heron", "Pangolin", "Axolotl", "Narwhal"  # the projects of one organisation, by who may see them
FOREIGN = "Zebrafish"  # the word in everything that belongs to the other organisation
AMOUNT = Decimal(12_000_000)


@dataclass(repr=False)
class World:  # shown by its name alone, so that a failed test can be read
    """An organisation and what is in it: records by the word that addresses use for them."""

    organisation: Organisation
    system: Actor
    word: str
    number: int
    held: dict[str, list[Any]] = field(default_factory=dict)
    stand_in: Project | None = None

    def keep(self, kind: str, record: Any) -> Any:
        """Notes a record under its kind."""
        self.held.setdefault(kind, []).append(record)
        return record

    def project(self, word: str) -> Project:
        """The project that a word stands for."""
        return self.stand_in or next(project for project in self.held["projects"] if word in project.name)


def found_world(key: str, number: int, word: str = "") -> World:
    """An organisation with one of everything, its references beginning at `number`; `word` stands in every text."""
    organisation = Organisation.objects.create(key=key, name=f"{key.capitalize()} {word} Works".replace("  ", " "))
    world = World(organisation, Actor.system(organisation, entrance="command"), word, number)
    with within(organisation):
        with revise(world.system, "open_office", reason=f"{word} begins") as writer:
            _office(world, writer)
            _portfolios(world, writer)
            for place, (mark, level) in enumerate(((OPEN, 0), (OUTSIDE, 0), (RESTRICTED, 1), (SECRET, 2))):
                _project(world, writer, mark, level, place)
        _settings(world)
        _imports(world)
        around.arrange(world)
        reported.arrange(world)
        _ripen(world)
        _draft(world)
        entitled.arrange(world)
    return world


def _office(world: World, writer: RevisionWriter) -> None:
    word, n, organisation = world.word, world.number, world.organisation
    for code in ("HQ", "DIV", "OTH"):
        world.keep(
            "units",
            writer.create(
                OrgUnit(organisation=organisation, code=f"{code}{n}", name=f"{code} {word} unit", valid_from=dt.date(2020, 1, 1))
            ),
        )
    top, inside, _other = world.held["units"]
    writer.create(UnitPlacement(organisation=organisation, unit=inside, parent=top))
    account = Account.objects.create_user(f"member{n}@{organisation.key}.test", "a long pass phrase", name=f"Member {word}")
    Membership.everywhere.create(organisation=organisation, account=account)
    world.keep("accounts", account)
    for name, own in (("Ada", account), ("Grace", None)):
        person = Person(
            organisation=organisation,
            name=f"{name} {word}",
            job_title=f"{word} lead",
            home_unit=inside,
            account=own,
            email=f"{name.lower()}{n}@{organisation.key}.test",
        )
        world.keep("people", writer.create(person))
    head = Account.objects.create_user(f"director{n}@{organisation.key}.test", "a long pass phrase", name=f"Director {word}")
    Membership.objects.create(organisation=organisation, account=head)
    writer.create(RoleAssignment(organisation=organisation, account=head, role="pmo_director", clearance=2))
    world.keep(
        "roles", writer.create(RoleAssignment(organisation=organisation, account=account, role="team_member", reason=f"{word} reason"))
    )


def _portfolios(world: World, writer: RevisionWriter) -> None:
    for place in (1, 2):
        ref, word = world.number * 100 + place, world.word
        portfolio = Portfolio(
            organisation=world.organisation,
            ref=f"PTF-{ref}",
            name=f"Portfolio {place} {word}",
            purpose=f"{word} purpose",
            owner=world.held["people"][1],
        )
        programme = Programme(
            organisation=world.organisation, ref=f"PGM-{ref}", name=f"Programme {place} {word}", purpose=f"{word} purpose"
        )
        world.keep("portfolios", writer.create(portfolio))
        world.keep("programmes", writer.create(programme))
    years = ((2023, f"Return A{world.number}"), (2024, f"Return B{world.number}"))
    for year, name in years:
        world.keep(
            "periods",
            writer.create(ReportingPeriod(organisation=world.organisation, name=name, status_on=dt.date(year, 3, 31 - world.number))),
        )


def _project(world: World, writer: RevisionWriter, mark: str, level: int, place: int) -> None:
    """A project with its names, portfolio and reports; the outside one lies in the other unit, programme and portfolio."""
    word, organisation, inside = world.word, world.organisation, 1 if mark == OUTSIDE else 0
    said = f"{mark} {word}".strip()
    project = writer.create(
        Project(
            organisation=organisation,
            ref=f"PRJ-{world.number * 100 + place}",
            key=f"K{world.number}{place}",
            name=f"{said} Crossing",
            description=f"{said} aims",
            unit=world.held["units"][2 if inside else 1],
            programme=world.held["programmes"][inside],
            owner=world.held["people"][0],
            category=f"{said} kind",
            state="executing",
            start_on=dt.date(2021, 1, 1),
            end_on=dt.date(2027, 1, 1),
            currency="GBP",
            whole_life_cost_amount=AMOUNT,
            confidentiality=level,
        )
    )
    world.keep("projects", project)
    writer.create(PortfolioMembership(organisation=organisation, portfolio=world.held["portfolios"][inside], project=project))
    for link in (ProjectName.Link.FIRST, ProjectName.Link.PROPOSED):
        name = ProjectName(
            organisation=organisation,
            project=project,
            source=f"list {link}",
            name=f"{said} old name",
            folded=said.casefold(),
            link=link,
            evidence=f"{said} evidence",
        )
        world.keep("names", writer.create(name))
    for age, period in enumerate(world.held["periods"]):
        report = writer.create(
            StatusReport(
                organisation=organisation,
                project=project,
                period=period,
                confidence=("amber", "green")[age],
                unit=project.unit,
                end_on=dt.date(2027 + age, 1, 1),
                currency="GBP",
                whole_life_cost_amount=AMOUNT * (age + 1),
                gaps={"start_on": {"kind": "withheld", "text": f"{said} start withheld"}},
                reported_name=project.name,
                reported_key=project.key,
                reported_unit=project.unit.code,
                reported_category=project.category,
            )
        )
        for topic in ("headline", "schedule"):
            writer.create(Narrative(organisation=organisation, report=report, topic=topic, text=f"{said} {topic} in {period}"))
        world.keep("reports", report)
    task = Task(
        organisation=organisation, ref=f"TSK-{world.number * 100 + place}", project=project, name=f"{said} task", section=f"{said} section",
        assignee=world.held["people"][0], due_on=dt.date(2026, 5, 1), description=f"{said} steps", tags=f"{said} tag",
    )  # fmt: skip
    world.keep("tasks", writer.create(task))
    logs.plant(world, writer, project, said, place)
    colours.plant(world, writer, project, said)
    governed.plant(world, writer, project, said, place)
    reported.plant(world, writer, project, said)


def _ripen(world: World) -> None:
    """Publishes the reports, and lets a later revision touch projects, so that there is history to read."""
    with revise(world.system, "publish_reports", reason=f"{world.word} publishes") as writer:
        for report in world.held["reports"]:
            writer.update(report, state=ReportState.PUBLISHED, published_at=timezone.now())
    for turn in range(2 if world.word else 1):  # the other organisation has more revisions, so that its newest number is its own
        for project in world.held["projects"]:
            with revise(world.system, "update_project", reason=f"{project.name} reviewed") as writer:
                writer.update(project, description=f"{project.description} again {turn}")
    world.held["revisions"] = [LedgerHead.objects.get(organisation=world.organisation)]


def _draft(world: World) -> None:
    """A report of the open project that is still being written, for a period of its own."""
    project, said = world.project(OPEN), f"{OPEN} {world.word}".strip()
    with revise(world.system, "draft_report") as writer:
        period = ReportingPeriod(
            organisation=world.organisation, name=f"Return C{world.number}", status_on=dt.date(2024, 9, 10 + world.number)
        )
        draft = StatusReport(
            organisation=world.organisation,
            project=project,
            period=writer.create(period),
            currency="GBP",
            unit=project.unit,
            reported_name=f"{said} Crossing",
        )
        world.keep("drafts", writer.create(draft))
        writer.create(Narrative(organisation=world.organisation, report=draft, topic="headline", text=f"{said} draft words"))


def _settings(world: World) -> None:
    word, organisation, account = world.word, world.organisation, world.held["accounts"][0]
    with revise(world.system, "arrange") as writer:
        own = OwnField(
            organisation=organisation, key=f"own{world.number}", label=f"Own {word} field", kind="choice", choices=[f"{word} one", "two"]
        )
        world.keep("fields", writer.create(own))
        for register in ("projects", "units", "people"):
            view = SavedView(organisation=organisation, register=register, name=f"{word} view", query="", owner=account, shared=True)
            world.keep("views", writer.create(view))


def _imports(world: World) -> None:
    """One load and one check; the files name nothing but the open project, because a file is read by whoever may import."""
    word = f"{OPEN} {world.word}".strip()
    head = "Name,Owner,Rating,End date\n"
    given = [
        GivenFile(f"{name}-{word}.csv", f"{head}{word} Canal {name},Ada {world.word},Green,2027-01-01\n".encode())
        for name in ("load", "check")
    ]
    options = {"answers": {"as_at": f"2024-06-{10 + world.number}"}}
    load_files(by=world.system, files=given[:1], profile="any-list", options=options)
    check_import(by=world.system, files=given[1:], profile="any-list", options=options)
    world.held["imports"] = list(ImportBatch.objects.order_by("id"))
