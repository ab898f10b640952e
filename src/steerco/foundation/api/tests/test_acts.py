"""What programs do beside the registers: projects move, portfolios take them in, reports go their way, a portfolio is summed up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_portfolio, make_project
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.foundation.api.tests.conftest import Caller
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation


def period(organisation: Organisation, day: dt.date = dt.date(2026, 3, 31)) -> ReportingPeriod:
    """A reporting period."""
    return ReportingPeriod.everywhere.create(organisation=organisation, name=f"{day:%B %Y}", status_on=day)


def test_a_project_moves_one_step_at_a_time(call: Caller, organisation: Organisation) -> None:
    project = make_project(organisation, "Alpha")
    assert call("post", f"/projects/{project.ref}/move", {"to": "triaged"}).status == 428
    told = call("post", f"/projects/{project.ref}/move", {"to": "triaged", "reason": "agreed"}, If_Match='"1"')
    assert (told.status, told.body["state"], told.headers["ETag"]) == (200, "triaged", '"2"'), told.text
    assert Revision.objects.latest("number").reason == "agreed"
    wrong = call("post", f"/projects/{project.ref}/move", {"to": "closed"}, If_Match="*")
    assert wrong.status == 422
    assert "one step at a time" in wrong.body["detail"]
    assert call("post", f"/projects/{project.ref}/move", {"to": "feasibility"}, If_Match='"1"').status == 412
    assert call("post", f"/projects/{project.ref}/move", {"to": "moon"}, If_Match="*").status == 422
    assert call("post", f"/projects/{project.ref}/move", {"to": 5}, If_Match="*").status == 422
    assert call("post", "/projects/PRJ-9999/move", {"to": "triaged"}, If_Match="*").status == 404
    assert Project.objects.get(pk=project.pk).state == "triaged"


def test_a_move_with_a_key_is_made_once(call: Caller, organisation: Organisation) -> None:
    project = make_project(organisation, "Alpha")
    for _ in range(2):
        told = call("post", f"/projects/{project.ref}/move", {"to": "triaged"}, If_Match="*", Idempotency_Key="m1")
        assert (told.status, told.body["state"]) == (200, "triaged")
    assert Revision.objects.count() == 1


def test_a_portfolio_takes_projects_in_and_lets_them_go(call: Caller, call_as: Callable[..., Caller], organisation: Organisation) -> None:
    project, portfolio = make_project(organisation, "Alpha"), make_portfolio(organisation)
    told = call("post", f"/portfolios/{portfolio.ref}/add", {"project": project.ref})
    assert told.status == 200, told.text
    assert told.body["projects"] == 1
    assert call_as("team_member")("post", f"/portfolios/{portfolio.ref}/remove", {"project": project.ref}).status == 403
    assert call("post", f"/portfolios/{portfolio.ref}/remove", {"project": project.ref}).body["projects"] == 0
    assert call("post", f"/portfolios/{portfolio.ref}/add", {"project": "PRJ-9999"}).status == 404


def test_a_report_goes_its_way(call: Caller, call_as: Callable[..., Caller], organisation: Organisation) -> None:
    project = make_project(organisation, "Alpha", end_on=dt.date(2027, 1, 1))
    period(organisation)
    writer = call_as("project_manager")
    made = writer("post", f"/projects/{project.ref}/reports", {
        "period": "2026-03-31", "confidence": "amber", "whole_life_cost": "2.5m", "benefits_reason": "withheld, s.22",
        "narratives": {"headline": "The route is decided."},
    })  # fmt: skip
    assert made.status == 201, made.text
    assert (made.body["confidence"], made.body["whole_life_cost"], made.body["end"]) == ("amber", Decimal(2_500_000), "2027-01-01")
    assert made.body["benefits_reason"] == "withheld, s.22"
    number = made.body["id"]
    assert writer("patch", f"/reports/{number}", {"confidence": "red"}).status == 428
    changed = writer("patch", f"/reports/{number}", {"confidence": "red"}, If_Match=made.headers["ETag"])
    assert (changed.status, changed.body["confidence"], changed.body["whole_life_cost"]) == (200, "red", Decimal(2_500_000)), changed.text
    assert writer("patch", f"/reports/{number}", {"confidence": "green"}, If_Match=made.headers["ETag"]).status == 412
    assert writer("post", f"/reports/{number}/publish").status == 403
    assert writer("post", f"/reports/{number}/submit", {"reason": "done"}).body["state"] == "submitted"
    assert call("post", f"/reports/{number}/return").status == 422
    assert call("post", f"/reports/{number}/return", {"reason": "no dates"}).body["state"] == "returned"
    assert writer("patch", f"/reports/{number}", {"end": "2027-06-30"}, If_Match="*").status == 200
    assert writer("post", f"/reports/{number}/submit").status == 200
    published = call("post", f"/reports/{number}/publish")
    assert (published.status, published.body["state"]) == (200, "published"), published.text
    assert writer("patch", f"/reports/{number}", {"end": "2027-07-31"}, If_Match="*").status == 409
    assert StatusReport.objects.get(pk=number).end_on == dt.date(2027, 6, 30)


def test_what_a_report_refuses_is_said_at_its_field(call: Caller, organisation: Organisation) -> None:
    project = make_project(organisation, "Alpha", start_on=dt.date(2026, 1, 1))
    period(organisation)
    cases = {
        "period": {"period": "2031-01-01"}, "confidence": {"period": "March 2026", "confidence": "amber_red"},
        "end": {"period": "March 2026", "end": "2025-01-01"}, "year_budget": {"period": "March 2026", "year_budget": -1},
        "colour": {"period": "March 2026", "colour": "red"}, "whole_life_cost": {"period": "March 2026", "whole_life_cost": "much"},
    }  # fmt: skip
    for field, values in cases.items():
        told = call("post", f"/projects/{project.ref}/reports", values)
        assert told.status == 422, (field, told.text)
        assert [each["field"] for each in told.body["errors"]] == [field], told.text
    assert not StatusReport.objects.exists()


def test_a_portfolio_is_summed_up_with_what_is_missing(call: Caller, call_as: Callable[..., Caller], organisation: Organisation) -> None:
    portfolio = make_portfolio(organisation)
    analyst = call_as("pmo_analyst")
    cost = {"Alpha": Decimal("1000000.10"), "Bravo": None}
    for day in (dt.date(2025, 3, 31), dt.date(2026, 3, 31)):
        period(organisation, day)
    for name, amount in cost.items():
        project = make_project(organisation, name, portfolios=(portfolio,), whole_life_cost_amount=amount)
        for each in ("2025-03-31", "2026-03-31"):
            reason = {} if amount else {"whole_life_cost_reason": "withheld, s.43"}
            rating = "green" if each.startswith("2025") else "red"
            made = call("post", f"/projects/{project.ref}/reports", {"period": each, "confidence": rating, **reason})
            assert call("post", f"/reports/{made.body['id']}/submit").status == 200
            assert call("post", f"/reports/{made.body['id']}/publish").status == 403, "whoever submitted it"
            assert analyst("post", f"/reports/{made.body['id']}/publish").status == 200
    told = call("get", f"/portfolios/{portfolio.ref}/summary").body
    assert (told["projects"], told["as_of"]["status_on"], told["against"]["status_on"]) == (2, "2026-03-31", "2025-03-31")
    assert told["ratings"]["red"] == 2
    assert (told["cost"]["amount"], told["cost"]["given"], told["cost"]["of"], told["cost"]["withheld"]) == (Decimal("1000000.1"), 1, 2, 1)
    assert told["cost_gaps"] == [{"kind": "withheld", "reason": "withheld, s.43", "count": 1}]
    assert told["changed"]["rating"] == {"better": 0, "same": 0, "worse": 2, "comparable": 2}
    past = call("get", f"/portfolios/{portfolio.ref}/summary?as_of=2025-12-31").body
    assert (past["as_of"]["status_on"], past["against"], past["ratings"]["green"]) == ("2025-03-31", None, 2)
    assert call("get", f"/portfolios/{portfolio.ref}/summary?as_of=soon").status == 422
    assert call("get", "/portfolios/PTF-9999/summary").status == 404
    assert call_as("requester")("get", f"/portfolios/{portfolio.ref}/summary").status in (403, 404)
