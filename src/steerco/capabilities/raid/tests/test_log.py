"""The log: what follows from what is written, what may follow a state, and what is refused, with nothing changed then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Project
from steerco.capabilities.raid import queries, services
from steerco.capabilities.raid.models import Action, Assumption, Decision, Dependency, Issue, Risk
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.duties import DutyKept
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def by(organisation: Organisation) -> Iterator[Actor]:
    """The system, with its organisation in force."""
    with within(organisation):
        yield Actor.system(organisation)


@pytest.fixture
def project(by: Actor) -> Project:
    """A project with a whole-life cost of ten million."""
    with revise(by, "prepare") as writer:
        return writer.create(
            Project(organisation=by.organisation, ref="PRJ-1", name="Garden", state="executing", currency="GBP",
                    whole_life_cost_amount=Decimal(10_000_000))
        )  # fmt: skip


def make(model: type[Any], by: Actor, project: Project, **fields: Any) -> Any:
    """A record of the log."""
    return services.create_record(model, by=by, project=project, **({"title": "Frost"} | fields))


def refused(act: Callable[[], Any], field: str) -> str:
    """What an act is refused with, at its field; nothing was written."""
    before = Revision.objects.count()
    with pytest.raises(ValidationError) as caught:
        act()
    assert Revision.objects.count() == before
    return " ".join(caught.value.message_dict[field])


def test_bands_score_level_and_expected_cost_follow(by: Actor, project: Project) -> None:
    risk = make(Risk, by, project, probability=Decimal(40), cost_amount=Decimal(500_000), quality_band=2)
    assert (risk.ref, risk.state, risk.probability_band, risk.cost_band, risk.impact_band) == ("RSK-0001", "assessed", 3, 3, 3)
    assert (risk.score, risk.level, risk.expected_amount, risk.currency) == (9, "moderate", Decimal("200000.00"), "GBP")
    services.update_record(by=by, record=risk, residual_probability=Decimal(10), residual_cost_amount=Decimal(300_000), safety_band=5)
    assert (risk.level, risk.residual_score, risk.residual_level, risk.expected_amount) == ("extreme", 2, "low", Decimal("30000.00"))
    gain = make(Risk, by, project, sign="opportunity", probability=Decimal(50), cost_amount=Decimal(100))
    assert gain.expected_amount == Decimal("-50.00")
    assert make(Risk, by, project).score is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"probability": Decimal(101)}, "probability"), ({"cost_amount": Decimal(-1)}, "cost_amount"), ({"title": ""}, "title"),
        ({"near_from": dt.date(2026, 2, 1), "near_until": dt.date(2026, 1, 1)}, "near_until"),
        ({"sign": "opportunity", "response": "avoid"}, "response"), ({"response": "exploit"}, "response"),
        ({"state": "assessed"}, "probability_band"), ({"state": "planned", "probability_band": 1, "cost_band": 1}, "response"),
        ({"state": "closed"}, "outcome"), ({"state": "nowhere"}, "state"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_field(by: Actor, project: Project, fields: dict[str, Any], field: str) -> None:
    refused(lambda: make(Risk, by, project, **fields), field)
    assert not Risk.objects.exists()


def test_a_risk_that_happens_becomes_an_issue_once(by: Actor, project: Project) -> None:
    risk = make(Risk, by, project, probability_band=4, cost_band=4, event="the ground freezes", fallback="Heat the beds")
    issue = services.occur_risk(by=by, risk=risk, reason="minus ten last night")
    assert (issue.ref, issue.risk, issue.impact, issue.priority) == ("ISS-0001", risk, 3, "P2")
    assert "the ground freezes" in issue.description
    assert "Heat the beds" in issue.description
    assert (Risk.objects.get().state, Issue.objects.count(), Revision.objects.order_by("-pk")[0].changes.count()) == ("occurred", 1, 2)
    said = refused(lambda: services.update_record(by=by, record=Risk.objects.get(), state="planned"), "state")
    assert "It can become: closed" in said


def test_a_response_begins_with_a_dated_action_and_what_will_be_left(by: Actor, project: Project) -> None:
    risk = make(Risk, by, project, probability_band=4, cost_band=4, response="reduce", state="planned")
    refused(lambda: services.update_record(by=by, record=risk, state="in_response"), "state")
    make(Action, by, project, title="Buy fleece", risk=risk, due_on=TODAY)
    refused(lambda: services.update_record(by=by, record=risk, state="in_response"), "residual_probability_band")
    services.update_record(by=by, record=risk, state="in_response", residual_probability_band=1, residual_impact_band=2)
    assert Risk.objects.get().state == "in_response"


def test_an_extreme_risk_is_accepted_by_its_sponsor_and_not_by_who_asked(
    by: Actor, project: Project, make_account: Callable[..., Account]
) -> None:
    sponsor = Actor.of(make_account(by.organisation, "sponsor"), by.organisation, entrance="page")
    manager = Actor.of(make_account(by.organisation, "project_manager"), by.organisation, entrance="page")
    small = make(Risk, by, project, probability_band=1, cost_band=1)
    assert services.accept_risk(by=manager, risk=small, reason="cheap").state == "accepted"
    risk = make(Risk, by, project, probability_band=5, cost_band=5)
    refused(lambda: services.update_record(by=manager, record=risk, state="accepted"), "state")
    assert (services.accept_risk(by=sponsor, risk=risk, reason="no way round").state, risk.acceptance) == ("assessed", "asked")
    with pytest.raises(Refused):
        services.approve_acceptance(by=manager, risk=risk, reason="fine")
    with pytest.raises(DutyKept):
        services.approve_acceptance(by=sponsor, risk=risk, reason="fine")
    assert Risk.objects.get(pk=risk.pk).acceptance == "asked"
    other = Actor.of(make_account(by.organisation, "sponsor"), by.organisation, entrance="page")
    approved = services.approve_acceptance(by=other, risk=Risk.objects.get(pk=risk.pk), reason="we can bear it")
    assert (approved.state, approved.acceptance) == ("accepted", "approved")


def test_the_clock_escalates_issues_and_makes_risks_of_assumptions(by: Actor, project: Project) -> None:
    late = make(Issue, by, project, impact=4, urgency=4, raised_on=dt.date(2026, 5, 1))
    assert (late.priority, late.respond_by) == ("P1", dt.date(2026, 5, 4))
    make(Issue, by, project, impact=1, urgency=1, raised_on=dt.date(2026, 5, 1))
    make(Assumption, by, project, title="The soil is dry", validate_by=dt.date(2026, 5, 4), if_false="Drain it")
    assert services.move_overdue_issues(by=by, on=dt.date(2026, 5, 4)) == 0
    assert services.move_overdue_issues(by=by, on=dt.date(2026, 5, 5)) == 1
    assert (Issue.objects.get(pk=late.pk).state, Issue.objects.filter(state="escalated").count()) == ("escalated", 1)
    assert [services.expire_assumptions(by=by, on=dt.date(2026, 5, 5)) for _again in range(2)] == [1, 0]
    assumption = Assumption.objects.get()
    assert assumption.risk is not None
    assert (assumption.state, assumption.risk.effect) == ("open", "Drain it")


def test_a_false_assumption_raises_an_issue(by: Actor, project: Project) -> None:
    assumption = make(Assumption, by, project, title="The soil is dry")
    refused(lambda: services.falsify_assumption(by=by, assumption=assumption, finding=" "), "finding")
    services.falsify_assumption(by=by, assumption=assumption, finding="It is a bog")
    assert Issue.objects.get() == Assumption.objects.get().issue


def test_a_dependency_is_agreed_when_both_sides_say_so_and_a_moved_date_asks_again(by: Actor, project: Project) -> None:
    with revise(by, "prepare") as writer:
        giver = writer.create(Project(organisation=by.organisation, ref="PRJ-2", name="Nursery", state="executing"))
    refused(lambda: make(Dependency, by, project), "giver")
    refused(lambda: make(Dependency, by, project, giver=project), "giver")
    refused(lambda: make(Dependency, by, project, giver=giver, state="agreed"), "state")
    plants = make(Dependency, by, project, title="Plants", giver=giver, need_by=dt.date(2026, 5, 29), promised_on=dt.date(2026, 5, 1))
    refused(lambda: services.agree_dependency(by=by, dependency=plants, side="taker"), "acceptance")
    services.update_record(by=by, record=plants, acceptance="200 in leaf")
    services.agree_dependency(by=by, dependency=plants, side="taker")
    assert (plants.state, plants.float_days) == ("proposed", 20)
    services.agree_dependency(by=by, dependency=plants, side="giver")
    assert plants.state == "agreed"
    services.update_record(by=by, record=plants, promised_on=dt.date(2026, 5, 25))
    assert (plants.state, plants.taker_agreed_on, plants.float_days) == ("proposed", None, 4)
    services.agree_dependency(by=by, dependency=plants, side="taker")
    assert Dependency.objects.get().state == "at_risk"
    assert queries.health_of(plants, TODAY).value == "amber"


def test_a_recorded_decision_stays_and_a_new_one_reverses_it(by: Actor, project: Project, make_account: Callable[..., Account]) -> None:
    manager = Actor.of(make_account(by.organisation, "project_manager"), by.organisation, entrance="page")
    with revise(by, "prepare") as writer:
        head = writer.create(Person(organisation=by.organisation, name="Ada"))
    decision = make(Decision, by, project, title="Which fence?")
    refused(lambda: services.record_decision(by=by, decision=decision), "outcome")
    given = {"outcome": "Oak", "decider": head, "decided_on": TODAY}
    with pytest.raises(Refused):
        services.record_decision(by=manager, decision=decision, **given)
    services.record_decision(by=by, decision=decision, **given)
    refused(lambda: services.update_record(by=by, record=decision, outcome="Pine"), "__all__")
    refused(lambda: services.delete_record(by=by, record=decision, reason="wrong"), "__all__")
    make(Action, by, project, title="Order oak", decision=decision)
    new = services.reverse_decision(by=by, decision=decision, outcome="Pine", reason="oak is sold out")
    assert (Decision.objects.get(pk=decision.pk).state, new.reverses, "Order oak" in new.effects) == ("reversed", decision, True)
    assert Action.objects.get().state == "open"


def test_links_stay_within_a_project_and_references_are_never_given_twice(by: Actor, project: Project) -> None:
    with revise(by, "prepare") as writer:
        other = writer.create(Project(organisation=by.organisation, ref="PRJ-2", name="Nursery", state="executing"))
    risk = make(Risk, by, other)
    refused(lambda: make(Action, by, project, risk=risk), "risk")
    services.delete_record(by=by, record=risk, reason="entered twice")
    assert make(Risk, by, project).ref == "RSK-0002"


def test_who_owns_an_action_may_finish_it_and_no_other_of_the_team(
    by: Actor, project: Project, make_account: Callable[..., Account]
) -> None:
    member = Actor.of(make_account(by.organisation, "team_member"), by.organisation, entrance="page")
    with revise(by, "prepare") as writer:
        me = writer.create(Person(organisation=by.organisation, name="Me", account=member.account))
    mine, theirs = make(Action, by, project, owner=me), make(Action, by, project)
    services.update_record(by=member, record=mine, state="done", evidence="see photo")
    for record, changes in ((theirs, {"state": "done"}), (mine, {"title": "Less"})):
        with pytest.raises(Refused):
            services.update_record(by=member, record=record, **changes)
    assert sorted(Action.objects.values_list("state", "title")) == [("done", "Frost"), ("open", "Frost")]
    assert Action.objects.get(pk=mine.pk).done_on == TODAY


def test_the_log_in_numbers(by: Actor, project: Project) -> None:
    make(Risk, by, project, probability_band=5, cost_band=5, raised_on=dt.date(2026, 1, 1), reviewed_on=dt.date(2026, 1, 1))
    make(Risk, by, project, probability=Decimal(40), cost_amount=Decimal(500))
    make(Issue, by, project)
    found = queries.project_risks(by, [project.pk], TODAY)[project.pk]
    assert (found.open, found.assessed, found.extreme, found.unowned_extreme, found.extreme_without_action) == (2, 2, 1, 1, 1)
    assert (found.stale, found.expected_cost, found.priced, found.currency) == (1, Decimal(200), 1, "GBP")
    assert queries.log_counts(by, project).all == 3
    assert [risk.ref for risk in queries.top_risks(by, project)] == ["RSK-0001", "RSK-0002"]
    assert queries.project_risks(by, [project.pk + 1], TODAY) == {}


def test_an_act_asks_why_and_leads_to_what_came_of_it(by: Actor, project: Project, client: Client, make_account: Any) -> None:
    risk = make(Risk, by, project, probability_band=4, cost_band=4)
    client.force_login(make_account(by.organisation, "project_manager"))
    assert "This happened" in client.get(f"/risks/{risk.ref}/").content.decode()
    at = f"/raid/risks/{risk.ref}/occurred/"
    assert client.post(at, {"reason": ""}).status_code == 422
    assert Risk.objects.get().state == "assessed"
    assert client.post(at, {"reason": "frost"}).headers["Location"] == "/issues/ISS-0001/"
    assert (client.get(at).status_code, client.get("/raid/risks/RSK-9/occurred/").status_code) == (404, 404)


def test_a_prompt_fills_in_title_and_category(by: Actor, project: Project, client: Client, make_account: Any) -> None:
    client.force_login(make_account(by.organisation, "project_manager"))
    page = client.get("/risks/new/", {"project": project.ref}).content.decode()
    assert f'<option value="{project.pk}" selected>' in page
    assert "Single supplier" in page
    sent = {"project": project.pk, "prompt": "Single supplier", "sign": "threat"}
    assert client.post("/risks/new/", sent).headers["Location"] == "/risks/RSK-0001/"
    assert Risk.objects.values_list("title", "category").get() == ("Single supplier", "commercial")
    assert client.post("/risks/new/", {**sent, "prompt": ""}).status_code == 422
