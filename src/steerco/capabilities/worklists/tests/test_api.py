"""Merging and parting by program: what is proposed, confirmed, merged, split, kept apart and taken back, as on the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steerco.capabilities.projects.models import KeptApart, Project, ProjectName
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.capabilities.worklists.tests.test_merging import apart, linked, periods, report  # noqa: F401  # fixtures
from steerco.foundation.api.tests.conftest import Caller, _fresh_allowances, call_as, caller_of  # noqa: F401  # fixtures
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation

Two = tuple[Project, Project]


@pytest.fixture
def call(call_as: Callable[..., Caller]) -> Caller:  # noqa: F811  # a fixture
    """Calls as an analyst."""
    return call_as("pmo_analyst")


def test_two_are_proposed_compared_merged_and_taken_back(call: Caller, apart: Two) -> None:  # noqa: F811
    earlier, later = apart
    listed = call("get", "/matches").body
    assert (listed["data"][0]["keep"]["ref"], listed["data"][0]["absorb"]["ref"], listed["next"]) == (later.ref, earlier.ref, None)
    pair = call("get", f"/matches/{later.ref}/{earlier.ref}").body
    assert (pair["reports_moving"], pair["reports_then"], pair["both"], pair["apart"]) == (1, 2, [], None)
    path = f"/projects/{later.ref}/merge"
    silent = call("post", path, {"absorb": earlier.ref})
    assert (silent.status, silent.body["errors"][0]["field"]) == (422, "reason")
    assert call("post", path, {"absorb": later.ref, "reason": "x"}).status in (409, 422)
    merged = call("post", path, {"absorb": earlier.ref, "reason": "one tunnel"}, Idempotency_Key="m")
    assert (merged.status, merged.body["ref"]) == (200, later.ref), merged.text
    assert call("post", path, {"absorb": earlier.ref, "reason": "one tunnel"}, Idempotency_Key="m").body == merged.body
    assert call("get", f"/projects/{earlier.ref}").status == 404
    assert StatusReport.objects.filter(project=later).count() == 2
    act = Revision.objects.get(verb="merge_projects")
    assert call("post", f"/matches/acts/{act.number}/undo", {"reason": "two after all"}).status == 200
    again = call("post", f"/matches/acts/{act.number}/undo", {"reason": "again"})
    assert again.status == 409, again.text
    assert call("get", f"/projects/{earlier.ref}").status == 200


def test_what_cannot_be_one_or_two_is_refused_in_the_words_of_the_page(
    call: Caller, apart: Two, periods: list[ReportingPeriod]  # noqa: F811
) -> None:  # fmt: skip
    earlier, later = apart
    report(later, periods[0])
    clash = call("post", f"/projects/{later.ref}/merge", {"absorb": earlier.ref, "reason": "one"})
    assert (clash.status, "both projects have a report for 2015" in clash.body["detail"]) == (409, True), clash.text
    assert call("get", f"/matches/{later.ref}/{earlier.ref}").body["both"] == ["2015"]
    before = Revision.objects.count()
    cases = {
        f"/projects/{later.ref}/split": [
            ({"periods": ["2015", "2016"], "reason": "x"}, 409), ({"periods": [], "reason": "x"}, 409),
            ({"periods": ["1999"], "reason": "x"}, 422), ({"periods": [5], "reason": "x"}, 422), ({"periods": "2015", "reason": "x"}, 422),
        ],
        f"/projects/{later.ref}/merge": [({"absorb": "none", "reason": "x"}, 404), ({"absorb": 5, "reason": "x"}, 422), ({}, 404)],
        "/matches/apart": [({"project": later.ref, "other": later.ref}, 409), ({"project": later.ref, "other": "none"}, 404)],
        "/matches/names/confirm": [
            ({"names": [10**30]}, 422), ({"names": [True]}, 422), ({"names": []}, 422), ({"names": [99999]}, 404),
            ({"names": list(range(1, 300))}, 422), ({"names": [99999], "reason": "x"}, 404),
        ],
        "/matches/acts/99999999999999999999/undo": [({"reason": "x"}, 404)], "/matches/apart/0/reconsider": [({"reason": "x"}, 404)],
    }  # fmt: skip
    for path, asked in cases.items():
        for body, status in asked:
            told = call("post", path, body)
            assert told.status == status, (path, body, told.text)
    assert Revision.objects.count() == before


def test_a_project_is_split_and_its_names_confirmed(call: Caller, linked: Project) -> None:  # noqa: F811
    waiting = call("get", "/matches/names").body["data"]
    assert [(each["project"]["ref"], each["source"]) for each in waiting] == [(linked.ref, "2016")]
    done = call("post", "/matches/names/confirm", {"names": [waiting[0]["id"]], "reason": "read both"})
    assert done.status == 200, done.text
    assert ProjectName.objects.get(source="2016").link == "confirmed"
    part = call("post", f"/projects/{linked.ref}/split", {"periods": ["2016"], "reason": "two"})
    assert part.status == 201, part.text
    assert StatusReport.objects.get(period__name="2016").project.ref == part.body["ref"]


def test_not_the_same_is_said_and_reconsidered_with_a_reason(call: Caller, apart: Two) -> None:  # noqa: F811
    earlier, later = apart
    said = call("post", "/matches/apart", {"project": later.ref, "other": earlier.ref, "reason": "a tunnel and its sewer"})
    assert (said.status, said.body["reason"], said.body["one"]["ref"]) == (201, "a tunnel and its sewer", earlier.ref), said.text
    assert (call("get", "/matches").body["data"], call("get", "/matches/apart").body["data"]) == ([], [said.body])
    assert call("get", f"/matches/{later.ref}/{earlier.ref}").body["apart"]["id"] == said.body["id"]
    path = f"/matches/apart/{said.body['id']}/reconsider"
    assert call("post", path, {"reason": " "}).status == 422
    assert KeptApart.objects.exists()
    assert call("post", path, {"reason": "asked the owner"}).status == 204
    assert not KeptApart.objects.exists()


def test_who_may_not_merge_gets_nowhere(
    call: Caller, call_as: Callable[..., Caller], caller_of, make_account, apart: Two, other_organisation: Organisation  # noqa: F811
) -> None:  # fmt: skip
    earlier, later = apart
    said = call("post", "/matches/apart", {"project": later.ref, "other": earlier.ref}).body["id"]
    before = Revision.objects.count()
    asked = [
        ("get", "/matches", None), ("get", "/matches/names", None), ("get", f"/matches/{later.ref}/{earlier.ref}", None),
        ("post", f"/projects/{later.ref}/merge", {"absorb": earlier.ref, "reason": "x"}), ("get", "/matches/apart", None),
        ("post", f"/projects/{later.ref}/split", {"periods": ["2016"], "reason": "x"}),
        ("post", f"/matches/apart/{said}/reconsider", {"reason": "x"}), ("post", f"/matches/acts/{before}/undo", {"reason": "x"}),
    ]  # fmt: skip
    half = call_as("pmo_analyst", scope=("project", later.pk))
    for caller in (call_as("project_manager"), half, caller_of(make_account(other_organisation, "pmo_director", clearance=2))):
        for method, path, body in asked:
            told = caller(method, path, body)
            assert told.status in (403, 404, 409, 422) or "Tideway Tunnel" not in told.text, (path, told.text)
            assert caller is not half or "Thames Tideway Tunnel" not in told.text
    assert (Revision.objects.count(), KeptApart.objects.count()) == (before, 1)
