"""Makes a database as the first release left it, fills it, brings it up to this version, and looks: run by test_upgrade on an empty one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.ledger.chain import GENESIS, seal, verify  # noqa: E402
from steerco.foundation.ledger.snapshot import snapshot  # noqa: E402
from steerco.foundation.organisations.models import Organisation  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402

FIRST = [
    ("organisations", "0001_initial"),
    ("accounts", "0002_account_single_keys"),
    ("access", "0002_initial"),
    ("ledger", "0002_never_edited"),
    ("search", "0002_word_index"),
    ("imports", "0001_initial"),
    ("registers", "0001_initial"),
    ("people", "0001_initial"),
    ("projects", "0001_initial"),
    ("status", "0001_initial"),
]
NOW = dt.datetime(2026, 3, 31, 12, 0, tzinfo=dt.UTC)


def fill(apps: Any) -> None:
    """An office with a person, a project with a field of its own, a published report with words, and the ledger of all that."""

    def made(kind: str, /, **fields: Any) -> Any:
        model = apps.get_model(kind)
        known = {field.name for field in model._meta.fields}
        return model._base_manager.create(**({"organisation": office} if "organisation" in known else {}), **fields)

    office = apps.get_model("organisations.Organisation").objects.create(key="old", name="Old office")
    account = apps.get_model("accounts.Account").objects.create(email="old@example.org", password="!")
    made("organisations.Membership", account=account)
    made("access.RoleAssignment", account=account, role="pmo_director", clearance=2)
    unit = made("people.OrgUnit", code="PORTS", name="Ports")
    person = (
        made("people.Person", name="Ada Stone", unit=unit)
        if _has(apps, "people.Person", "unit")
        else made("people.Person", name="Ada Stone")
    )
    field = made("projects.ProjectField", key="district", label="District", kind="text")
    project = made("projects.Project", ref="PRJ-0001", name="New quay", unit=unit, owner=person, currency="GBP",
                   whole_life_cost_amount="12.50", custom={"district": "North"})  # fmt: skip
    portfolio = made("projects.Portfolio", ref="PORTFOLIO", name="Portfolio")
    member = made("projects.PortfolioMembership", portfolio=portfolio, project=project)
    period = made("status.ReportingPeriod", name="March 2026", status_on=dt.date(2026, 3, 31))
    report = made("status.StatusReport", project=project, period=period, state="published", confidence="amber", published_at=NOW,
                  currency="GBP", reported_name="New quay")  # fmt: skip
    june = made("status.ReportingPeriod", name="June 2026", status_on=dt.date(2026, 6, 30))
    made("status.StatusReport", project=project, period=june, state="published", published_at=NOW, currency="GBP", reported_name="Quay")
    words = made("status.Narrative", report=report, topic="headline", text="The crane is late.")
    act = apps.get_model("ledger.Revision")(organisation=office, number=1, at=NOW, account=account, entrance="page", verb="load_import",
                                            previous_hash=GENESIS)  # fmt: skip
    change = apps.get_model("ledger.Change")
    changes = [
        change(
            record_type=record._meta.label_lower, record_id=record.pk, record_label=str(record.pk), action="created", after=snapshot(record)
        )
        for record in (unit, person, field, project, portfolio, member, period, report, words)
    ]
    act.hash = seal(act, changes)
    act.save(force_insert=True)
    for each in changes:
        each.revision = act
    change.objects.bulk_create(changes)
    apps.get_model("ledger.LedgerHead").objects.create(organisation=office, number=1, hash=act.hash)


def _has(apps: Any, label: str, name: str) -> bool:
    return name in {field.name for field in apps.get_model(label)._meta.get_fields()}


def look() -> None:
    """Everything is there in this version, may be read and written, and the ledger holds from its first entry to the newest."""
    from steerco.capabilities.projects.models import Project
    from steerco.capabilities.projects.services import update_project
    from steerco.capabilities.status.models import Narrative, StatusReport
    from steerco.foundation.accounts.models import Account
    from steerco.foundation.registers.asked import Asked
    from steerco.foundation.registers.register import registers
    from steerco.foundation.registers.taking import listing
    from steerco.foundation.search.services import catch_up

    office = Organisation.objects.get(key="old")
    with within(office):
        director = Actor.of(Account.objects.get(email="old@example.org"), office, entrance="page")
        project = Project.objects.get(ref="PRJ-0001")
        assert (project.name, str(project.whole_life_cost_amount), project.owner.name) == ("New quay", "12.50", "Ada Stone")
        told = StatusReport.objects.order_by("period__status_on").values_list("reported_name", "project_id", "origin")
        assert list(told) == [("New quay", project.pk, "imported"), ("Quay", project.pk, "written")]  # of the act that made each
        assert Narrative.objects.get().text == "The crane is late."
        listed = listing(registers["projects"], director, Asked(whole=True))
        assert "District" in {str(column.label) for column in listed.columns.values()}
        assert project.custom == {"district": "North"}
        assert verify(office).holds
        update_project(by=director, project=project, name="Newer quay", reason="after the upgrade")
        catch_up(office)
        found = verify(office)
        assert (found.holds, found.revisions) == (True, 2)


def main() -> None:
    """From the first release to this one."""
    executor = MigrationExecutor(connection)
    executor.migrate(FIRST)
    fill(executor.loader.project_state(FIRST).apps)
    call_command("migrate", verbosity=0)
    look()
    print("upgraded")


if __name__ == "__main__":
    main()
