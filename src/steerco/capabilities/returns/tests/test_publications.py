"""Every published fact of four more portfolios, computed from what was loaded: other layouts, codes, units and dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from steerco.capabilities.projects.models import Portfolio, Programme, Project
from steerco.capabilities.returns.tests.publications import publication
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.services import load_files
from steerco.foundation.ledger.chain import verify
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db
FILES = {
    "us-it-dashboard": "us-it-dashboard/projects.json",
    "nyc-capital-projects": "nyc-capital-projects/NYC_capital_projects_20190901.csv",
    "melbourne-water-gates": "melbourne-water-gates/Capital_Delivery_Project_deidentified.csv",
    "canada-mpi": "canada-mpi/MPI_2024_Active_Projects_en.xlsx",
}


def _loaded(profile: str, blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    given = publication(FILES[profile])
    with blocker.unblock(), transaction.atomic():
        organisation = Organisation.objects.create(key=profile, name=profile)
        with within(organisation):
            by = Actor.system(organisation)
            report = load_files(by=by, files=[given], profile=profile)
            again = load_files(by=by, files=[given], profile=profile)
            yield {"report": report, "again": again, "organisation": organisation}
        transaction.set_rollback(True)


@pytest.fixture(scope="class")
def loaded(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """The publication of a class of tests, loaded once for it, twice over, and taken back after it."""
    yield from _loaded(request.cls.profile, django_db_blocker)


class Loaded:
    """What holds for each publication."""

    profile = ""
    rows = 0

    def test_every_row_is_accounted_for(self, loaded: dict[str, Any]) -> None:
        report = loaded["report"]
        assert report["rows"] == self.rows == sum(report[name] for name in ("created", "changed", "unchanged", "refused", "left_out"))
        assert report["refused"] == 0
        assert all(line["adds_up"] for file in report["files"] for line in file["fields"])

    def test_the_same_file_again_changes_nothing(self, loaded: dict[str, Any]) -> None:
        again = loaded["again"]
        assert (again["rows"], again["created"], again["changed"], again["refused"]) == (self.rows, 0, 0, 0)
        assert (again["unchanged"], again["left_out"]) == (self.rows - loaded["report"]["left_out"], loaded["report"]["left_out"])

    def test_the_ledger_holds(self, loaded: dict[str, Any]) -> None:
        assert verify(loaded["organisation"]).holds


def own(key: str) -> list[Any]:
    """What the projects hold in a field of the organisation's own, where they hold anything."""
    return [project.custom[key] for project in Project.objects.all() if key in project.custom]


class TestUnitedStates(Loaded):
    """Agency, investment, project; a zero for a missing date; life-cycle costs of which some are in the wrong unit."""

    profile, rows = "us-it-dashboard", 1660

    def test_the_tree_and_what_is_counted_once(self, loaded: dict[str, Any]) -> None:
        # two of the 1,660 lines repeat another one word for word: they are read, said, and counted once
        assert StatusReport.objects.count() == Project.objects.count() == 1658
        assert (loaded["report"]["unchanged"], loaded["report"]["left_out"]) == (0, 2)
        assert sum("word for word" in problem["message"] for problem in loaded["report"]["problems"]) == 2
        assert len({project.key.partition(" / ")[0] for project in Project.objects.all()}) == 452
        assert len({project.unit_id for project in Project.objects.all()}) == 21
        assert Programme.objects.count() == len({project.programme.name for project in Project.objects.select_related("programme")})

    def test_sums_are_read_whole_and_loaded_once(self, loaded: dict[str, Any]) -> None:
        [file] = loaded["report"]["files"]
        read = {line["name"]: Decimal(line["sum"]) / 10**6 for line in file["fields"] if line["kind"] == "money"}
        assert read["own:Planned cost"].quantize(Decimal("0.001")) == Decimal("45162.707")
        assert read["whole_life_cost_amount"].quantize(Decimal("0.001")) == Decimal("43261.823")
        repeated = Decimal("0.103087") + next(
            project.whole_life_cost_amount / 10**6 for project in Project.objects.all() if project.key.endswith(" / 2672")
        )
        kept = loaded["report"]["totals"]["whole_life_cost_amount"]
        assert abs(read["whole_life_cost_amount"] - repeated - Decimal(kept["sum"]) / 10**6) < Decimal("0.000001")
        assert kept["count"] == 1658

    def test_wrong_units_are_said_and_never_summed(self, loaded: dict[str, Any]) -> None:
        [file] = loaded["report"]["files"]
        line = next(line for line in file["fields"] if line["name"] == "own:Life-cycle cost")
        wrong = [problem for problem in file["problems"] if "the unit is wrong" in problem["message"]]
        assert line["gaps"]["wrong_unit"] == len(wrong) == 14
        assert line["read"] == 1660 - 14
        assert any("119,098,812,000" in problem["message"] or "119,098.812" in problem["message"] for problem in wrong)

    def test_zero_is_missing(self, loaded: dict[str, Any]) -> None:
        assert StatusReport.objects.filter(end_on=None).count() == 623
        reasons = Counter(report.gaps["end_on"]["kind"] for report in StatusReport.objects.filter(end_on=None))
        assert reasons == {"not_provided": 623}
        starts = [report.start_on for report in StatusReport.objects.exclude(start_on=None)]
        assert (min(starts), max(starts)) == (dt.date(1992, 12, 21), dt.date(2013, 2, 1))

    def test_variances(self, loaded: dict[str, Any]) -> None:
        cost = [Decimal(value) for value in own("cost_variance")]
        days = [Decimal(value) for value in own("schedule_variance_days")]
        # the published counts hold the two repeated lines, one under cost and late, the other as it is said
        [one, other] = [project.custom for project in Project.objects.filter(key__regex=" / (103|2672)$").order_by("key")]
        twice = [Decimal(each["cost_variance"]) for each in (one, other)]
        late = [Decimal(each["schedule_variance_days"]) for each in (one, other)]
        assert sum(value < 0 for value in cost + twice) == 276
        assert sum(value > 0 for value in cost + twice) == 526
        assert sum(value < 0 for value in days + late) == 438
        assert sum(value > 0 for value in days + late) == 77

    def test_one_code_with_two_names(self, loaded: dict[str, Any]) -> None:
        said = [problem for problem in loaded["report"]["problems"] if "goes with" in problem["message"]]
        assert len(said) == 2
        assert all("Department of Commerce" in problem["message"] for problem in said)


class TestNewYork(Loaded):
    """Fifteen reporting dates in one file; projects that enter and leave."""

    profile, rows = "nyc-capital-projects", 1479

    def test_each_date_is_a_period(self, loaded: dict[str, Any]) -> None:
        counts = [period.reports.count() for period in ReportingPeriod.objects.order_by("status_on")]
        assert counts == [27, 31, 36, 39, 45, 47, 60, 68, 71, 105, 140, 163, 185, 205, 257]
        assert ReportingPeriod.objects.earliest("status_on").status_on == dt.date(2013, 9, 1)
        assert Project.objects.count() == 257

    def test_the_last_period(self, loaded: dict[str, Any]) -> None:
        last = StatusReport.objects.filter(period__status_on=dt.date(2019, 9, 1))
        assert sum(report.whole_life_cost_amount for report in last) == Decimal("28095327466.57")
        assert Counter(own("phase")) == {
            "Construction": 135, "Design": 81, "Construction Procurement": 30, "IT": 7, "Scoping/Planning": 4,
        }  # fmt: skip
        assert sum(Decimal(value) > 0 for value in own("days_later_since_design_start")) == 142
        assert sum(Decimal(value) for value in own("budget_change_since_design_start")) == Decimal("4668792062.79")

    def test_the_story_of_one_project(self, loaded: dict[str, Any]) -> None:
        told = list(StatusReport.objects.filter(project__key="3").order_by("period__status_on"))
        assert len(told) == 13
        assert (told[0].whole_life_cost_amount, told[-1].whole_life_cost_amount) == (Decimal(182980960), Decimal("180577716.63"))
        assert (told[0].end_on, told[-1].end_on) == (dt.date(2020, 1, 14), dt.date(2020, 10, 9))

    def test_one_file_is_one_revision(self, loaded: dict[str, Any]) -> None:
        from steerco.foundation.imports.models import ImportBatch

        [batch] = ImportBatch.objects.all()
        assert len(batch.report["files"]) == 15

    def test_totals_are_said_not_to_be_like_for_like(self, loaded: dict[str, Any]) -> None:
        assert "not like for like" in Portfolio.objects.get().source_note
        assert Portfolio.objects.get().membership == Portfolio.Membership.RETURNS


class TestMelbourne(Loaded):
    """Gate dates in two notations; no names; amounts with the noise of a computer's fractions."""

    profile, rows = "melbourne-water-gates", 297

    def test_value_gates_and_programmes(self, loaded: dict[str, Any]) -> None:
        assert sum(report.whole_life_cost_amount for report in StatusReport.objects.all()) == Decimal("3437341207.61")
        assert Counter(text[:6] for text in own("gates")) == {"2 Gate": 183, "3 Gate": 97, "4 Gate": 17}
        named = Counter(project.category.rpartition("- ")[2] for project in Project.objects.all())
        assert named == {"Framework": 117, "Small Scale": 113, "Contestable": 39, "Open Market": 28}
        bodies = Counter(own("approval_body"))
        assert bodies["People Leadership Group"] == 159
        assert sorted(bodies.values()) == [7, 12, 24, 46, 49, 159] or bodies.most_common(3)[1:] == [
            ("MD", 49),
            ("Senior Leadership Group", 46),
        ]

    def test_dates(self, loaded: dict[str, Any]) -> None:
        assert len(own("preliminary_business_case")) == 142
        waits = [
            (dt.date.fromisoformat(project.custom["business_case_approved"]) - project.start_on).days for project in Project.objects.all()
        ]
        assert (len(waits), median(waits), min(waits) >= 0) == (297, 489, True)
        ends = [project.end_on for project in Project.objects.all()]
        assert (min(ends), max(ends)) == (dt.date(2018, 2, 16), dt.date(2035, 11, 29))


class TestCanada(Loaded):
    """A workbook whose third sheet is the list; numbers that begin with a nought; two spellings of one status."""

    profile, rows = "canada-mpi", 504

    def test_status_and_change(self, loaded: dict[str, Any]) -> None:
        assert Counter(project.state for project in Project.objects.all()) == {
            "proposed": 185, "executing": 144, "business_case": 105, "approved": 70,
        }  # fmt: skip
        assert Counter(text.casefold() for text in own("status"))["in review"] == 105
        assert Counter(own("status_change")) == {
            "NO CHANGE": 279, "ADDITION NEW": 130, "PROGRESSION": 49, "ADDITION OLD": 27, "REGRESSION": 13, "ADDITION COST": 6,
        }  # fmt: skip

    def test_sectors_places_and_cost(self, loaded: dict[str, Any]) -> None:
        assert Counter(project.category for project in Project.objects.all()) == {"Energy": 340, "Mining": 138, "Forest": 26}
        units = Counter(project.unit.code for project in Project.objects.select_related("unit"))
        assert units.most_common(4) == [("BC", 132), ("AB", 111), ("QC", 99), ("ON", 58)]  # one of the 99 is written Qc
        total = loaded["report"]["totals"]["whole_life_cost_amount"]
        assert (Decimal(total["sum"]) / 10**6).quantize(Decimal("0.01")) == Decimal("632614.58")
        assert Project.objects.filter(key="0536").exists()
