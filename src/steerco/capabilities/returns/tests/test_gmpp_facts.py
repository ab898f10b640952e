"""Every published fact of the seven returns, computed from what was loaded; and row by row against the independent reference."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, Sum
from pytest_django import DjangoDbBlocker

from steerco.capabilities.projects.models import Portfolio, Project, ProjectName
from steerco.capabilities.returns.tests.gmpp import MILLION, YEARS, given, reference
from steerco.capabilities.status.models import Narrative, ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.services import load_files
from steerco.foundation.ledger.chain import verify
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

# year: projects, Green, Amber/Green, Amber, Amber/Red, Red, none; cost (n); year's baseline, forecast (n); start, end dates
FACTS: dict[int, tuple[Any, ...]] = {
    2015: (188, 28, 44, 64, 40, 8, 4, "488920.51", 174, "21763.88", "20381.76", 178, 187, 180),
    2016: (143, 10, 29, 55, 38, 6, 5, "436488.46", 134, "23933.52", "22045.67", 138, 142, 141),
    2017: (143, 5, 23, 71, 34, 4, 6, "455460.98", 134, "24613.14", "24900.11", 136, 140, 140),
    2019: (133, 4, 18, 66, 38, 4, 3, "441798.76", 118, "29723.30", "28965.86", 121, 131, 127),
    2020: (125, 3, 18, 59, 32, 11, 2, "447920.35", 113, "27011.08", "24962.88", 116, 122, 120),
    2021: (184, 12, 29, 84, 44, 7, 8, "541951.37", 164, "46250.73", "44406.00", 173, 181, 178),
    2023: (244, 26, 0, 183, 0, 23, 12, "471818.00", 193, "47507.37", "41507.93", 207, 237, 214),
}
pytestmark = pytest.mark.django_db
RATINGS = ("green", "amber_green", "amber", "amber_red", "red", "")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """The seven years, loaded once for this module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        organisation = Organisation.objects.create(key="uk-facts", name="UK Government")
        with within(organisation):
            yield load_files(by=Actor.system(organisation), files=given(), profile="uk-gmpp")
        transaction.set_rollback(True)


@pytest.fixture
def reports(loaded: dict[str, Any]) -> Any:
    """All published reports."""
    return StatusReport.objects.filter(state=ReportState.PUBLISHED)


def of(reports: Any, year: int) -> Any:
    return reports.filter(period__name=str(year))


@pytest.mark.parametrize("year", YEARS)
def test_projects_and_ratings(reports: Any, year: int) -> None:
    counts = Counter(of(reports, year).values_list("confidence", flat=True))
    assert (sum(counts.values()), *(counts[rating] for rating in RATINGS)) == FACTS[year][:7]


@pytest.mark.parametrize("year", YEARS)
def test_cost_and_year_sums_with_their_shares(reports: Any, year: int) -> None:
    names = ("whole_life_cost_amount", "year_budget_amount", "year_forecast_amount")
    found = of(reports, year).aggregate(**{n: Sum(n) for n in names})
    counted = of(reports, year).aggregate(**{f"n_{n}": Count(n) for n in names})
    _projects, *_ratings, cost, cost_n, baseline, forecast, year_n, _start, _end = FACTS[year]
    assert [found[name] for name in names] == [Decimal(amount) * MILLION for amount in (cost, baseline, forecast)]
    assert [counted[f"n_{name}"] for name in names] == [cost_n, year_n, year_n]


@pytest.mark.parametrize("year", YEARS)
def test_dates_given(reports: Any, year: int) -> None:
    assert of(reports, year).aggregate(start=Count("start_on"), end=Count("end_on")) == {"start": FACTS[year][12], "end": FACTS[year][13]}


@pytest.mark.parametrize("year", YEARS)
def test_row_by_row_against_the_reference(reports: Any, year: int) -> None:
    def amount(text: str) -> Decimal | None:
        return (Decimal(text) * MILLION).quantize(Decimal("0.01")) if text else None

    expected = sorted(
        (
            r["project_name"],
            r["gmpp_id"],
            r["department"].casefold(),
            r["dca"].replace("/", "_").lower(),
            r["dca_by"] if r["dca"] else "",
            r["start_date"],
            r["end_date"],
            amount(r["wlc_gbp_m"]),
            amount(r["fy_baseline_gbp_m"]),
            amount(r["fy_forecast_gbp_m"]),
            amount(r["benefits_gbp_m"]),
        )
        for r in reference()[str(year)]
    )
    ours = sorted(
        (
            r.reported_name,
            r.reported_key,
            r.reported_unit.casefold(),
            r.confidence,
            r.confidence_by,
            r.start_on.isoformat() if r.start_on else "",
            r.end_on.isoformat() if r.end_on else "",
            r.whole_life_cost_amount,
            r.year_budget_amount,
            r.year_forecast_amount,
            r.benefits_amount,
        )
        for r in of(reports, year)
    )
    assert [row[:7] for row in ours] == [row[:7] for row in expected]
    assert [row[7:] for row in ours] == [row[7:] for row in expected]


def test_every_missing_fact_has_its_kind_and_its_words(reports: Any) -> None:
    notes = {(r["year"], r["project_name"]): r for rows in reference().values() for r in rows}
    for report in reports.select_related("period"):
        missing = {name for name in StatusReport.FACTS if getattr(report, name) in (None, "")}
        assert missing == set(report.gaps)
        assert all(gap["kind"] for gap in report.gaps.values())
        note = notes[(report.period.name, report.reported_name)]["wlc_note"]
        if note:
            assert " ".join(report.gaps["whole_life_cost_amount"]["text"].split()) == " ".join(note.split())
    kinds = Counter(r.gaps["whole_life_cost_amount"]["kind"] for r in of(reports, 2023) if "whole_life_cost_amount" in r.gaps)
    assert kinds == {"withheld": 46, "early_planning": 3, "empty": 2}
    assert of(reports, 2017).filter(confidence="", gaps__confidence__kind="reset").count() == 1
    bad = of(reports, 2017).get(gaps__start_on__kind="malformed")
    assert (bad.gaps["start_on"]["text"], bad.start_on) == ("1/012/2014", None)


def test_who_rated_in_2023(reports: Any) -> None:
    assert Counter(of(reports, 2023).exclude(confidence="").values_list("confidence_by", flat=True)) == {"IPA": 111, "SRO": 121}
    assert set(of(reports, 2015).exclude(confidence="").values_list("confidence_by", flat=True)) == {"MPA"}


def test_benefits_departments_and_the_largest_of_2023(reports: Any) -> None:
    year = of(reports, 2023)
    assert year.aggregate(total=Sum("benefits_amount"), n=Count("benefits_amount")) == {"total": Decimal("729446.31") * MILLION, "n": 110}
    units = year.values_list("unit__code").annotate(n=Count("id")).order_by("-n", "unit__code")
    assert list(units[:5]) == [("MOD", 52), ("MOJ", 27), ("DFT", 23), ("HMRC", 21), ("DESNZ", 19)]
    assert year.values("unit").distinct().count() == 21
    largest = (
        year.filter(whole_life_cost_amount__isnull=False)
        .order_by("-whole_life_cost_amount")
        .values_list("reported_name", "whole_life_cost_amount")[:5]
    )
    assert [(name, cost / MILLION) for name, cost in largest] == [
        ("DREADNOUGHT", 33989), ("Farming and Countryside Programme", 24875), ("Geological Disposal Facility Programme (GDF)", 20300),
        ("Smart Metering Implementation Programme", 20177), ("Crossrail Programme", 18815),
    ]  # fmt: skip


def test_in_year_movement_of_2023(reports: Any) -> None:
    pairs = [
        (r.year_budget_amount, r.year_forecast_amount) for r in of(reports, 2023)
        if r.year_budget_amount and r.year_forecast_amount is not None
    ]  # fmt: skip
    moved = [(forecast - budget) / budget for budget, forecast in pairs]
    assert len(pairs) == 206
    assert sum(change > Decimal("0.05") for change in moved) == 28
    assert sum(change < Decimal("-0.05") for change in moved) == 105


def test_what_is_in_both_2021_and_2023(reports: Any) -> None:
    before = {r.project_id: r for r in of(reports, 2021)}
    pairs = [(before[r.project_id], r) for r in of(reports, 2023) if r.project_id in before]
    assert len(pairs) == 138
    dates = [(old.end_on, new.end_on) for old, new in pairs if old.end_on and new.end_on]
    assert (len(dates), sum(n > o for o, n in dates), sum(n == o for o, n in dates), sum(n < o for o, n in dates)) == (121, 60, 52, 9)
    costs = [
        (o.whole_life_cost_amount, n.whole_life_cost_amount)
        for o, n in pairs
        if None not in (o.whole_life_cost_amount, n.whole_life_cost_amount)
    ]
    assert (len(costs), sum(n > o for o, n in costs)) == (106, 76)
    assert (sum(o for o, _n in costs), sum(n for _o, n in costs)) == (Decimal("301912.46") * MILLION, Decimal(357852) * MILLION)


def test_crossrail_is_one_project_under_its_changing_names(reports: Any) -> None:
    project = Project.objects.get(key="DFT_0001_1112-Q1")
    story = reports.filter(project=project).order_by("period__status_on")
    assert [(r.period.name, r.confidence, r.whole_life_cost_amount / MILLION) for r in story] == [
        ("2015", "amber_green", Decimal("14714.37")),
        ("2016", "amber_green", Decimal("14768.87")),
        ("2017", "amber_green", Decimal("14768.87")),
        ("2019", "red", Decimal("15474.61")),
        ("2020", "red", Decimal("17630.90")),
        ("2021", "amber_red", Decimal("18812.10")),
        ("2023", "green", Decimal(18815)),
    ]
    assert [r.reported_name for r in story][:2] == ["Crossrail", "Crossrail Programme"]
    links = dict(ProjectName.objects.filter(project=project).values_list("source", "link"))
    assert (links["2015"], links["2016"], links["2023"]) == ("first", "proposed", "key")
    assert project.name == "Crossrail Programme"


def test_periods_scales_and_the_break(loaded: dict[str, Any]) -> None:
    periods = {p.name: p for p in ReportingPeriod.objects.all()}
    assert [p.status_on for p in periods.values()] == [
        dt.date(2014, 9, 30), dt.date(2015, 9, 30), dt.date(2016, 9, 30), dt.date(2018, 9, 30), dt.date(2019, 9, 30), dt.date(2021, 3, 31),
        dt.date(2023, 3, 31),
    ]  # fmt: skip
    assert {name: p.scale for name, p in periods.items()} == {str(y): "three" if y == 2023 else "five" for y in YEARS}
    assert (periods["2023"].scale_changed_in, periods["2021"].scale_changed_in) == ("2022", "")
    assert (periods["2015"].budget_year, periods["2023"].budget_year) == ("2014/15", "2022/23")


def test_current_facts_are_those_of_the_newest_report(reports: Any) -> None:
    for project in Project.objects.prefetch_related("reports__period", "reports__unit"):
        newest = max((r for r in project.reports.all()), key=lambda r: r.period.status_on)
        assert (project.name, project.end_on, project.whole_life_cost_amount, project.unit_id) == (
            newest.reported_name, newest.end_on, newest.whole_life_cost_amount, newest.unit_id)  # fmt: skip


def test_the_portfolio_holds_them_all_and_names_its_source(loaded: dict[str, Any]) -> None:
    portfolio = Portfolio.objects.get(ref="GMPP")
    assert (portfolio.membership, portfolio.memberships.count()) == ("returns", Project.objects.count())
    assert "Open Government Licence v3.0" in portfolio.source_note


def test_the_report_of_2023_accounts_for_every_cell(loaded: dict[str, Any]) -> None:
    report = loaded["files"][-1]
    lines = {line["name"]: line for line in report["fields"]}
    assert all(line["adds_up"] for line in lines.values())
    shown = {
        n: (
            lines[n]["read"],
            lines[n]["gaps"].get("withheld", 0),
            lines[n]["gaps"].get("early_planning", 0),
            lines[n]["gaps"].get("empty", 0),
        )
        for n in (
            "name",
            "unit",
            "confidence",
            "start_on",
            "end_on",
            "whole_life_cost_amount",
            "year_budget_amount",
            "year_forecast_amount",
            "benefits_amount",
        )
    }
    assert shown == {
        "name": (244, 0, 0, 0),
        "unit": (244, 0, 0, 0),
        "confidence": (232, 11, 1, 0),
        "start_on": (237, 5, 2, 0),
        "end_on": (214, 25, 5, 0),
        "whole_life_cost_amount": (193, 46, 3, 2),
        "year_budget_amount": (207, 26, 1, 10),
        "year_forecast_amount": (207, 26, 1, 10),
        "benefits_amount": (110, 11, 1, 122),
    }
    assert {e["key"]: e["count"] for e in report["effects"]} == {"new": 106, "known": 138, "renamed": 23, "missing": 46, "changed": 0}
    found = dict(report["found"])
    assert (found["Text coding"], found["Separator"], found["Layout"], found["Money"], found["Dates"], found["Scale"], found["As at"]) == (
        "Windows-1252",
        "semicolon",
        "one column a project, 19 lines",
        "£ million",
        "yyyy-mm-dd",
        "3 points, 5 until 2021",
        "31 Mar 2023",
    )
    said = [(p["severity"], p["where"], p["message"]) for p in report["problems"]]
    assert said[0][:2] == ("check", "PFI Prison Expiry and Transfer Tranche 1, whole-life cost") and "× 239" in said[0][2]
    assert ("note", "Line 15 label", "“variance for 2021/22” in the return for 2022/23") in said
    assert ("note", "Confidence", "Two columns: 111 by IPA, 121 by SRO") in said
    assert any(where == "Whole-life cost, 36 rows" and "Section 43" in text for _severity, where, text in said)


def test_blank_rows_columns_and_footnotes_are_counted(loaded: dict[str, Any]) -> None:
    dropped = {report["label"]: report["dropped"] for report in loaded["files"]}
    assert dropped == {
        "2015": {}, "2016": {}, "2017": {"blank rows": 14, "footnotes": 1, "blank columns": 1}, "2019": {"footnotes": 1},
        "2020": {"footnotes": 1, "blank columns": 2}, "2021": {}, "2023": {},
    }  # fmt: skip


def test_the_malformed_date_is_named_with_its_cell(loaded: dict[str, Any]) -> None:
    (problem,) = [p for p in loaded["problems"] if "1/012/2014" in p["message"]]
    assert problem == {"file": "uk_2017.csv", "row": 6, "column": 34, "message": "“1/012/2014” is no date."}


def test_narratives_are_kept_word_for_word(reports: Any) -> None:
    report = of(reports, 2015).get(reported_name="BIS Shared Services")
    words = dict(Narrative.objects.filter(report=report).values_list("topic", "text"))
    assert words["schedule"] == "The initial programme is to close in October 2014."
    assert words["confidence"].startswith("The Amber status reflects  the challenges faced")


def test_one_revision_a_file_and_the_chain_holds(loaded: dict[str, Any]) -> None:
    organisation = Organisation.objects.get(key="uk-facts")
    assert verify(organisation).holds
    assert [report["created"] for report in loaded["files"]] == [FACTS[year][0] for year in YEARS]
