"""Loading returns: late years, the same file again, another file for a known date, undo, refusals, and nothing by halves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from steerco.capabilities.projects.models import Project, ProjectName
from steerco.capabilities.returns.services import loading as returns
from steerco.capabilities.returns.tests.gmpp import given
from steerco.capabilities.status.models import ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.imports import shown
from steerco.foundation.imports.decisions import match_answers
from steerco.foundation.imports.models import BatchState, ImportBatch
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.services import (
    GivenFile,
    ImportRefused,
    change_import,
    check_import,
    discard_import,
    load_files,
    load_import,
    undo_import,
)  # fmt: skip
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.organisations.models import Organisation, OrganisationRecord
from steerco.foundation.organisations.scope import within

ROOMS = ("people", "projects", "status")
SMALL = b"""Project ID,Project name,Department,RAG,Start,End,Budget (\xa3m),Comments
P1,Alpha Bridge,Roads,Green,2024-01-01,2026-06-30,12.5,All well
P2,Beta Tunnel,Rail,At risk,2023-05-01,n/a,withheld: commercial,
P3,Gamma Works,Roads,Red,2022-02-02,2027-01-01,,Late
"""


def everything(organisation: Organisation) -> dict[str, list[dict[str, Any]]]:
    """All records of the rooms, as plain values without bookkeeping."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for model in apps.get_models():
        if model._meta.app_label in ROOMS and issubclass(model, OrganisationRecord):
            rows = model.everywhere.filter(organisation=organisation).order_by("pk").values()
            kept[model._meta.label] = [{k: v for k, v in row.items() if k not in {"version", "updated_at", "created_at"}} for row in rows]
    return kept


def told(organisation: Organisation) -> dict[str, Any]:
    """What was reported for which project, by names and without keys of the database."""
    reports = (
        StatusReport.objects.filter(state=ReportState.PUBLISHED).select_related("period", "project", "unit").prefetch_related("narratives")
    )
    stories: dict[int, list[Any]] = {}
    for r in reports.order_by("period__status_on"):
        facts = [str(getattr(r, name)) for name in StatusReport.FACTS]
        words = sorted((n.topic, n.text) for n in r.narratives.all())
        stories.setdefault(r.project_id, []).append(
            (r.period.name, r.reported_name, facts, str(r.gaps), r.unit.code if r.unit else "", words)
        )
    facts_now = (
        "name",
        "key",
        "category",
        "description",
        "start_on",
        "end_on",
        "whole_life_cost_amount",
        "year_budget_amount",
        "budget_year",
        "state",
    )
    now = {p.pk: [str(getattr(p, f)) for f in facts_now] for p in Project.objects.all()}
    return {"stories": sorted((str(stories[pk]), str(now[pk])) for pk in now), "projects": len(now)}


def small(name: str = "list_2025-03-31.csv", data: bytes = SMALL) -> list[GivenFile]:
    return [GivenFile(name, data)]


def load(by: Actor, *years: int) -> dict[str, Any]:
    return load_files(by=by, files=given(*years), profile="uk-gmpp")


def test_a_late_year_slots_in_and_changes_no_other_fact(
    system: Actor, organisation: Organisation, other_organisation: Organisation
) -> None:
    load(system, 2015, 2016, 2017, 2020, 2021, 2023)
    newer = set(StatusReport.objects.filter(period__status_on__gt="2019-01-01").values_list("project_id", flat=True))
    before = {row["id"]: row for row in Project.objects.filter(pk__in=newer).values()}
    reports = {r.pk: (r.state, r.project_id, r.edition, r.version) for r in StatusReport.objects.all()}
    late = load(system, 2019)
    assert (late["rows"], late["created"], late["changed"]) == (133, 133, 0)
    assert {row["id"]: row for row in Project.objects.filter(pk__in=newer).values()} == before
    assert {r.pk: (r.state, r.project_id, r.edition, r.version) for r in StatusReport.objects.filter(pk__in=reports)} == reports
    assert [p.name for p in ReportingPeriod.objects.all()] == ["2015", "2016", "2017", "2019", "2020", "2021", "2023"]
    with within(other_organisation):
        load(Actor.system(other_organisation), 2015, 2016, 2017, 2019, 2020, 2021, 2023)
        in_order = told(other_organisation)
    assert told(organisation) == in_order


def test_files_are_loaded_in_the_order_of_their_dates(system: Actor) -> None:
    report = load(system, 2021, 2015)
    assert [file["label"] for file in report["files"]] == ["2015", "2021"]


def test_the_same_file_again_changes_nothing(system: Actor, organisation: Organisation) -> None:
    load(system, 2021, 2023)
    before, revisions, batches = everything(organisation), Revision.objects.count(), ImportBatch.objects.count()
    again = load(system, 2021, 2023)
    assert (again["created"], again["changed"], again["unchanged"], again["refused"]) == (0, 0, 428, 0)
    assert (everything(organisation), Revision.objects.count(), ImportBatch.objects.count()) == (before, revisions, batches)


def test_a_dry_run_says_the_same_and_writes_nothing(system: Actor, organisation: Organisation) -> None:
    load(system, 2021)
    before, revisions = everything(organisation), Revision.objects.count()
    dry = load_files(by=system, files=given(2023), profile="uk-gmpp", dry_run=True)
    assert (everything(organisation), Revision.objects.count()) == (before, revisions)
    assert load(system, 2023) == dry


def test_a_check_writes_only_its_batch_and_a_load_does_what_it_said(system: Actor, organisation: Organisation) -> None:
    load(system, 2021)
    before = everything(organisation)
    batch = check_import(by=system, files=given(2023), profile="uk-gmpp")
    assert everything(organisation) == before
    assert (batch.state, batch.report["created"], batch.report["files"][0]["effects"][0]["count"]) == (BatchState.CHECKED, 244, 106)
    said = batch.report
    load_import(by=system, batch=batch)
    assert (batch.state, batch.report) == (BatchState.LOADED, said)
    assert StatusReport.objects.filter(period__name="2023").count() == 244


def test_undo_puts_back_exactly_what_was(system: Actor, organisation: Organisation) -> None:
    load(system, 2021)
    before = everything(organisation)
    batch = load_import(by=system, batch=check_import(by=system, files=given(2023), profile="uk-gmpp"))
    assert everything(organisation) != before
    undo_import(by=system, batch=batch, reason="wrong file")
    assert everything(organisation) == before
    assert batch.state == BatchState.UNDONE
    assert verify(organisation).holds
    load_import(by=system, batch=batch)
    assert StatusReport.objects.filter(period__name="2023").count() == 244


def test_a_load_that_something_builds_on_cant_be_undone_first(system: Actor, organisation: Organisation) -> None:
    load(system, 2021, 2023)
    first = ImportBatch.objects.get(files__0__name="uk_2021.csv")
    before = everything(organisation)
    with pytest.raises(CannotUndo, match="was changed later"):
        undo_import(by=system, batch=first, reason="")
    assert everything(organisation) == before and ImportBatch.objects.get(pk=first.pk).state == BatchState.LOADED


def test_loads_can_be_undone_one_after_the_other_the_newest_first(system: Actor, organisation: Organisation) -> None:
    before = everything(organisation)
    load_files(by=system, files=small(), profile="any-list")
    load_files(by=system, files=small("list_2025-06-30.csv", SMALL.replace(b"12.5", b"14")), profile="any-list")
    for batch in ImportBatch.objects.order_by("-id"):
        undo_import(by=system, batch=batch, reason="start again")
    assert everything(organisation) == before
    assert verify(organisation).holds


def test_a_failure_in_the_middle_leaves_nothing(system: Actor, organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    before, revisions = everything(organisation), Revision.objects.count()
    real = returns.effects_of

    def broken(by: Any, records: Any, identified: Any, period: Any, replaced: Any, **more: Any) -> Any:
        if period.name == "2017":
            raise RuntimeError("power cut")
        return real(by, records, identified, period, replaced, **more)

    monkeypatch.setattr(returns, "effects_of", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        load(system, 2015, 2016, 2017)
    assert (everything(organisation), Revision.objects.count(), ImportBatch.objects.count()) == (before, revisions, 0)


def test_another_file_for_a_known_date_makes_a_new_edition(system: Actor) -> None:
    load_files(by=system, files=small(), profile="any-list")
    report = load_files(by=system, files=small(data=SMALL.replace(b"12.5", b"14").replace(b"Late", b"Very late")), profile="any-list")
    assert (report["created"], report["changed"], report["unchanged"]) == (0, 2, 1)
    editions = StatusReport.objects.filter(reported_key="P1").order_by("edition")
    assert [(r.edition, r.state, r.whole_life_cost_amount) for r in editions] == [
        (1, "superseded", Decimal(12500000)), (2, "published", Decimal(14000000))]  # fmt: skip
    assert editions[1].supersedes == editions[0]
    assert Project.objects.get(key="P1").whole_life_cost_amount == Decimal(14000000)
    assert Project.objects.count() == 3


def test_a_gap_is_never_zero_and_stays_word_for_word(system: Actor) -> None:
    load_files(by=system, files=small(), profile="any-list")
    beta, gamma = (StatusReport.objects.get(reported_key=key) for key in ("P2", "P3"))
    assert (beta.whole_life_cost_amount, beta.gaps["whole_life_cost_amount"]) == (
        None,
        {"kind": "withheld", "text": "withheld: commercial"},
    )
    assert beta.gaps["end_on"] == {"kind": "not_applicable", "text": "n/a"}
    assert gamma.gaps["whole_life_cost_amount"] == {"kind": "empty", "text": ""}
    assert gamma.gaps["benefits_amount"]["kind"] == "not_in_return"


def test_a_fact_that_is_withheld_now_is_no_longer_current(system: Actor) -> None:
    load_files(by=system, files=small(), profile="any-list")
    load_files(by=system, files=small("list_2025-06-30.csv", SMALL.replace(b"12.5", b"TBC")), profile="any-list")
    assert Project.objects.get(key="P1").whole_life_cost_amount is None
    assert StatusReport.objects.filter(reported_key="P1", whole_life_cost_amount=Decimal(12500000)).count() == 1


def test_two_of_one_name_are_told_what_to_do_without_keys(system: Actor) -> None:
    data = b"Project name,Status\nTree register,Green\nTree Register,Amber\n"
    with pytest.raises(ImportRefused) as refusal:
        load_files(by=system, files=small("trees_2025-03-31.csv", data), profile="any-list")
    said = [p["message"] for p in refusal.value.report["problems"]]
    assert "Record 1 has the same name. Choose under Matches, rename one, or add keys that tell them apart." in said


@pytest.mark.parametrize(
    ("answer", "kept", "said"),
    [("row:1", {"Tree register": "green"}, 2), ("row:2", {"Tree Register": "amber"}, 1),
     ("new", {"Tree register": "green", "Tree Register": "amber"}, 0)],
)  # fmt: skip
def test_rows_that_name_the_same_project_are_both_offered(system: Actor, answer: str, kept: dict[str, str], said: int) -> None:
    """Both with what they say; the one that a person leaves out is said with its place, and no row is dropped silently."""
    data = b"Project name,Status\nTree register,Green\nTree Register,Amber\n"
    batch = check_import(by=system, files=small("trees_2025-03-31.csv", data), profile="any-list")
    match = batch.report["files"][0]["matches"][0]
    assert [choice["ref"] for choice in match["candidates"]] == ["row:1", "row:2", "new"]
    assert match["candidates"][1]["evidence"].endswith("; Status rating: Amber") and batch.report["refused"] == 1
    assert match_answers(batch, {"twice:1": "row:7"}) == batch.options.get("answers", {})
    change_import(by=system, batch=batch, options={"answers": match_answers(batch, {"twice:1": answer})})
    assert shown.matches_shown(batch.report)[0].chosen == answer
    load_import(by=system, batch=batch)
    assert dict(StatusReport.objects.values_list("reported_name", "confidence")) == kept
    left = [problem["row"] for problem in batch.report["files"][0]["problems"] if problem["action"] == "Left out"]
    assert left == ([said + 1] if said else [])
    assert (batch.report["created"], batch.report["left_out"], batch.report["refused"]) == (len(kept), 2 - len(kept), 0)
    assert batch.report["unchanged"] == 0
    again = load_files(by=system, files=small("trees_2025-03-31.csv", data), profile="any-list", options={"answers": {"twice:1": answer}})
    assert (again["unchanged"], again["left_out"], Project.objects.count()) == (len(kept), 2 - len(kept), len(kept))


def test_rows_that_cant_be_loaded_stop_the_load_with_their_place(system: Actor, organisation: Organisation) -> None:
    bad = SMALL + b"P4,,Roads,Green,,,1,\nP1,Alpha Bridge,Roads,Red,,,3,\n"
    with pytest.raises(ImportRefused, match="2 rows") as refusal:
        load_files(by=system, files=small(data=bad), profile="any-list")
    said = [(p["row"], p["column"], p["message"]) for p in refusal.value.report["problems"]][:2]
    assert said == [
        (5, 2, "The project has no name."),
        (6, 1, "Record 1 has the same key. Choose one of them under Matches, or give one another key."),
    ]
    assert Project.objects.count() == 0 and Revision.objects.count() == 0
    skipped = load_files(by=system, files=small(data=bad), profile="any-list", options={"answers": {"skip_refused": "yes"}})
    assert (skipped["rows"], skipped["created"], skipped["refused"]) == (5, 3, 2)


def test_one_key_for_two_names_or_one_name_twice_is_refused(system: Actor) -> None:
    data = b"ID,Name,RAG\nP1,A,Red\nP1,B,Green\n,C,Red\n,c,Red\n"
    with pytest.raises(ImportRefused, match="2 rows") as refusal:
        load_files(by=system, files=small(data=data), profile="any-list")
    assert [p["row"] for p in refusal.value.report["problems"][:2]] == [3, 5]
    assert Project.objects.count() == 0


def test_a_person_cant_tear_a_key_apart_at_the_import(system: Actor) -> None:
    load_files(by=system, files=small(), profile="any-list")
    later = small("list_2025-06-30.csv")
    report = load_files(by=system, files=later, profile="any-list", options={"answers": {"match:1": "new"}})
    assert (report["created"], Project.objects.count()) == (3, 3)


def test_an_open_question_stops_the_load(system: Actor) -> None:
    data = b"Name,Start,Status\nA,03/04/2025,Green\nB,05/06/2025,Red\n"
    batch = check_import(by=system, files=small(data=data), profile="any-list")
    assert [q["key"] for q in batch.report["files"][0]["questions"] if q["must"]] == ["date_order"]
    with pytest.raises(ImportRefused, match="day or the month"):
        load_import(by=system, batch=batch)
    assert Project.objects.count() == 0
    change_import(by=system, batch=batch, options={"answers": {"date_order": "mdy"}})
    load_import(by=system, batch=batch)
    assert Project.objects.get(name="A").start_on.isoformat() == "2025-03-04"


def test_a_column_can_become_an_own_field_or_another_field_and_it_is_remembered(system: Actor) -> None:
    data = b"Name,Whatsit,Money\nA,blue,1200000\nB,red,50000\n"
    options = {"mapping": {"Whatsit": "own:Colour", "Money": "whole_life_cost_amount"}}
    load_files(by=system, files=small(data=data), profile="any-list", options=options)
    project = Project.objects.get(name="A")
    assert (project.custom, project.whole_life_cost_amount) == ({"colour": "blue"}, Decimal(1200000))
    later = load_files(by=system, files=small("list_2025-04-30.csv", data.replace(b"blue", b"green")), profile="any-list")
    project.refresh_from_db()
    assert later["created"] == 2 and project.custom == {"colour": "green"}


def test_no_name_column_is_said_and_nothing_is_loaded(system: Actor) -> None:
    batch = check_import(by=system, files=small(data=b"FFC,BNI\n1,2\n3,4\n"), profile="any-list")
    assert batch.report["refused"] == 2 and "No column was found for: Project name" in batch.report["problems"][0]["message"]
    with pytest.raises(ImportRefused):
        load_import(by=system, batch=batch)
    assert Project.objects.count() == 0


def test_the_wrong_profile_or_no_year_is_said(system: Actor) -> None:
    with pytest.raises(CannotRead, match="no year"):
        load_files(by=system, files=[GivenFile("list.csv", given(2023)[0].data)], profile="uk-gmpp")
    with pytest.raises(CannotRead, match=r"There is no profile “nope”. There are: .*any-list"):
        load_files(by=system, files=small(), profile="nope")
    renamed = load_files(
        by=system,
        files=[GivenFile("list.csv", given(2023)[0].data)],
        profile="uk-gmpp",
        options={"answers": {"year": "2023"}},
        dry_run=True,
    )
    assert renamed["created"] == 244


@pytest.mark.parametrize(
    "role", ["requester", "team_member", "project_manager", "project_officer", "sponsor", "auditor", "administrator", None]
)
def test_who_may_not_import_is_refused_and_nothing_is_written(
    role: str | None, organisation: Organisation, make_account: Callable[..., Account]
) -> None:
    by = Actor.of(make_account(organisation, role), organisation, entrance="page")
    before = everything(organisation)
    for act in (check_import, load_files):
        with pytest.raises(Refused):
            act(by=by, files=small(), profile="any-list")
    assert everything(organisation) == before and ImportBatch.objects.count() == 0


def test_a_batch_can_be_loaded_undone_and_put_aside_only_by_who_may_import(
    system: Actor, organisation: Organisation, make_account: Callable[..., Account]
) -> None:
    batch = check_import(by=system, files=small(), profile="any-list")
    auditor = Actor.of(make_account(organisation, "auditor"), organisation, entrance="page")
    for act in (lambda: load_import(by=auditor, batch=batch), lambda: undo_import(by=auditor, batch=batch, reason=""),
                lambda: discard_import(by=auditor, batch=batch), lambda: change_import(by=auditor, batch=batch, options={})):  # fmt: skip
        with pytest.raises(Refused):
            act()
    assert ImportBatch.objects.get(pk=batch.pk).state == BatchState.CHECKED and Project.objects.count() == 0


def test_an_analyst_never_writes_to_a_project_above_the_own_clearance(
    system: Actor, organisation: Organisation, make_account: Callable[..., Account]
) -> None:
    load_files(by=system, files=small(), profile="any-list")
    Project.objects.filter(key="P1").update(confidentiality=2)
    analyst = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    later = small("list_2025-06-30.csv")
    with pytest.raises(ImportRefused) as refusal:
        load_files(by=analyst, files=later, profile="any-list")
    assert refusal.value.report["problems"][0]["message"] == "You may not report for this project."
    assert StatusReport.objects.filter(period__status_on="2025-06-30").count() == 0


def test_another_organisation_is_untouched_and_unseen(system: Actor, other_organisation: Organisation) -> None:
    load_files(by=system, files=small(), profile="any-list")
    with within(other_organisation):
        elsewhere = Actor.system(other_organisation)
        assert Project.objects.count() == 0
        report = load_files(by=elsewhere, files=small(), profile="any-list")
        assert report["created"] == 3 and report["files"][0]["matches"] == []
        assert ImportBatch.objects.count() == 1
    assert Project.objects.count() == 3


def test_a_changed_stored_file_is_noticed(system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = check_import(by=system, files=small(), profile="any-list")
    batch.files[0]["sha256"] = "0" * 64
    with pytest.raises(CannotRead, match="not the one that was given"):
        load_import(by=system, batch=batch)


def test_links_by_likeness_are_proposed_with_evidence(system: Actor) -> None:
    load(system, 2015, 2016)
    proposed = ProjectName.objects.filter(link="proposed", source="2016")
    assert proposed.count() == 92
    assert (
        proposed.get(name="Universal Credit Programme").evidence
        == "“Universal Credit Programme” and “Universal Credit” differ only in general words; same unit"
    )


def test_sums_hold_what_is_loaded_in_one_currency_each(system: Actor) -> None:
    data = "Name,Total budget\nA,£200000\nB,€350k\nC,£1m\nC,£5m\n".encode()
    report = load_files(by=system, files=small(data=data), profile="any-list", options={"answers": {"skip_refused": "yes"}})
    assert report["totals"] == {
        "whole_life_cost_amount": {"sum": "1200000.00", "count": 2}, "whole_life_cost_amount:EUR": {"sum": "350000.00", "count": 1},
    }  # fmt: skip
    assert {(r.reported_name, r.currency) for r in StatusReport.objects.all()} == {("A", "GBP"), ("B", "EUR"), ("C", "GBP")}
    assert Project.objects.get(name="B").currency == "EUR"


def test_files_in_two_currencies_are_never_added(system: Actor) -> None:
    files = [
        *small("a_2025-01-31.csv", "Name,Total budget\nA,£200000\n".encode()),
        *small("b_2025-02-28.csv", "Name,Total budget\nA,€90000\n".encode()),
    ]
    totals = load_files(by=system, files=files, profile="any-list")["totals"]
    assert {name: line["sum"] for name, line in totals.items()} == {
        "whole_life_cost_amount": "200000.00", "whole_life_cost_amount:EUR": "90000.00"}  # fmt: skip


def test_a_list_with_ratings_between_makes_its_period_five_points(system: Actor) -> None:
    load_files(by=system, files=small(data=b"Name,RAG\nA,A/R\nB,Green\n"), profile="any-list")
    assert ReportingPeriod.objects.get().scale == "five"
    third = load_files(by=system, files=small("l_2025-06-30.csv", b"Name,RAG\nA,Green\n"), profile="any-list")
    with pytest.raises(ImportRefused) as refusal:
        load_files(by=system, files=small("m_2025-06-30.csv", b"Name,RAG\nB,A/R\nD,Red\n"), profile="any-list")
    assert ReportingPeriod.objects.get(status_on="2025-06-30").scale == "three" and third["problems"] == []
    assert [(p["row"], p["column"], p["message"]) for p in refusal.value.report["problems"]] == [
        (2, 2, "“A/R” stands between two of the three points of 30 Jun 2025. Rate it Green, Amber or Red, or load it for another date.")
    ]
    assert StatusReport.objects.filter(period__status_on="2025-06-30").count() == 1


def test_an_end_before_its_start_is_kept_and_pointed_at(system: Actor) -> None:
    report = load_files(
        by=system, files=small(data=b"Name,Start date,End date\nA,31/03/2031,31/03/2030\nB,13/03/2020,\n"), profile="any-list"
    )
    assert [(p["row"], p["column"], p["message"]) for p in report["problems"]] == [
        (2, 3, "The end date 2030-03-31 is before the start date 2031-03-31.")
    ]
    assert StatusReport.objects.get(reported_name="A").end_on.isoformat() == "2030-03-31"


def test_people_who_may_be_one_are_named_before_the_load(system: Actor) -> None:
    data = b"Name,Owner\nA,J. Smith\nB,Jane Smith\nC,Ann Lee\nD,ann lee\n"
    report = load_files(by=system, files=small(data=data), profile="any-list")
    (made,) = [effect for effect in report["files"][0]["effects"] if effect["key"] == "people"]
    assert (made["label"], made["count"]) == ("New people", 3)
    (said,) = report["problems"]
    assert (said["row"], said["column"], said["message"]) == (2, 2, "“J. Smith” and “Jane Smith” may be the same person.")
    again = load_files(by=system, files=small(data=data), profile="any-list")
    assert again["problems"] == [] and not [e for e in again["files"][0]["effects"] if e["key"] == "people"]


def test_a_negative_cost_is_to_be_checked(system: Actor) -> None:
    report = load_files(by=system, files=small(data=b"Name,Total budget\nA,-45000\n"), profile="any-list", dry_run=True)
    assert [(p["row"], p["column"], p["message"]) for p in report["problems"]] == [(2, 2, "\u2212£45,000 is less than nothing.")]
