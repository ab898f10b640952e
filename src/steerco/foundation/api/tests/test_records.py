"""Reading and writing a register by REST: places, filters, versions, keys, and refusals in the words of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_field, make_programme, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.api.tests.conftest import Caller
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation


@pytest.fixture
def five(organisation: Organisation) -> list[Project]:
    north = make_unit(organisation, "N", name="North")
    owner = make_person(organisation, "Ada Byron")
    ports = make_programme(organisation, "Ports", ref="PGM-0001")
    money = Decimal("1000000.01")
    return [
        make_project(organisation, "Alpha", unit=north, end_on=dt.date(2027, 1, 31), whole_life_cost_amount=money),
        make_project(organisation, "Bravo", owner=owner, end_on=dt.date(2026, 1, 31)),
        make_project(organisation, "Charlie", programme=ports, whole_life_cost_amount=Decimal("123456789012.34")),
        make_project(organisation, "Delta", unit=north, state="executing"),
        make_project(organisation, "Echo", confidentiality=1),
    ]


def test_a_list_goes_on_from_place_to_place(call: Caller, five: list[Project]) -> None:
    names, after, turns = [], "", 0
    while turns < 9:
        told = call("get", f"/projects?limit=2&sort=-name{after}")
        names += [row["name"] for row in told.body["data"]]
        if told.body["next"] is None:
            assert "Link" not in told.headers
            break
        assert 'rel="next"' in told.headers["Link"]
        after, turns = f"&after={told.body['next']}", turns + 1
    assert names == ["Echo", "Delta", "Charlie", "Bravo", "Alpha"]


def test_filters_words_and_columns_are_those_of_the_page(call: Caller, five: list[Project]) -> None:
    told = call("get", "/projects?f=unit:is:N&f=state:is:executing&fields=name,unit,state,version")
    assert told.body["data"] == [{"id": five[3].pk, "name": "Delta", "unit": "N", "state": "executing", "version": 1}]
    assert [row["name"] for row in call("get", "/projects?q=brav").body["data"]] == ["Bravo"]
    page = call("get", "/projects?f=whole_life_cost:min:1m&totals=1&sort=whole_life_cost&fields=name,whole_life_cost").body
    assert page["count"] == 2
    assert [row["whole_life_cost"] for row in page["data"]] == [Decimal("1000000.01"), Decimal("123456789012.34")]
    assert page["totals"]["whole_life_cost"]["sum"] == Decimal("123457789012.35")
    assert page["data"][0]["currency"] == "GBP"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("f=nothing:is:1", "f"), ("f=name", "f"), ("f=end:before:soon", "f"), ("sort=secret", "sort"), ("fields=name,secret", "fields"),
        ("as_of=yesterday", "as_of"), ("limit=0", "limit"), ("limit=501", "limit"), ("limit=٣", "limit"), ("after=mine", "after"),
        ("page=2", "page"),
    ],
)  # fmt: skip
def test_what_a_list_cannot_answer_is_refused_not_ignored(call: Caller, five: list[Project], query: str, field: str) -> None:
    told = call("get", f"/projects?{query}")
    assert told.status == 422
    assert told.body["errors"][0]["field"] == field
    assert told.headers["Content-Type"] == "application/problem+json"


def test_a_list_that_did_not_change_is_not_sent_again(call: Caller, director: Actor, five: list[Project]) -> None:
    services.update_project(by=director, project=five[0], category="Rail")
    tag = call("get", "/projects").headers["ETag"]
    assert call("get", "/projects", If_None_Match=tag).status == 304
    services.update_project(by=director, project=five[0], name="Alpha two")
    again = call("get", "/projects", If_None_Match=tag)
    assert again.status == 200
    assert again.body["data"][0]["name"] == "Alpha two"


def test_a_past_date_shows_what_stood_then(call: Caller, director: Actor, organisation: Organisation) -> None:
    unit = call("post", "/units", {"code": "Z", "name": "Zeta"})
    call("patch", f"/units/{unit.body['id']}", {"name": "Zeta now"}, If_Match=unit.headers["ETag"])
    today = timezone.localdate().isoformat()
    assert call("get", f"/units?as_of={today}").body["data"][0]["name"] == "Zeta now"
    assert call("get", "/units?as_of=2020-01-01").body["data"] == []
    assert call("get", f"/units/{unit.body['id']}?as_of={today}&fields=name").body == {"id": unit.body["id"], "name": "Zeta now"}
    assert call("get", f"/units/{unit.body['id']}?as_of=2020-01-01").status == 404


def test_a_record_is_added_read_changed_and_removed(call: Caller, organisation: Organisation) -> None:
    north = make_unit(organisation, "N")
    ada = make_person(organisation, "Ada Byron", email="ada@alpha.test")
    made = call("post", "/projects", {
        "name": "Foxtrot", "unit": "N", "owner": "ada@alpha.test", "whole_life_cost": 2500000.25, "end": "2027-03-31",
        "reason": "the board said so",
    })  # fmt: skip
    assert made.status == 201, made.text
    assert made.headers["ETag"] == '"1"'
    assert made.headers["Location"] == f"/api/v1/projects/{made.body['ref']}"
    project = Project.objects.get(ref=made.body["ref"])
    assert (project.unit, project.owner, project.whole_life_cost_amount) == (north, ada, Decimal("2500000.25"))
    assert Revision.objects.latest("number").reason == "the board said so"
    assert Revision.objects.latest("number").entrance == "api"

    read = call("get", f"/projects/{project.ref}")
    assert read.body["end"] == "2027-03-31"
    assert read.headers["ETag"] == '"1"'
    changed = call("patch", f"/projects/{project.ref}", {"owner": None, "category": "Rail"}, If_Match='"1"')
    assert changed.status == 200, changed.text
    assert (changed.body["owner"], changed.body["category"], changed.headers["ETag"]) == (None, "Rail", '"2"')
    assert changed.body["name"] == "Foxtrot"
    assert call("delete", f"/projects/{project.ref}?reason=mistake", If_Match='"2"').status == 204
    assert not Project.objects.filter(pk=project.pk).exists()
    assert Revision.objects.latest("number").reason == "mistake"


def test_an_own_field_is_written_and_read_like_others(call: Caller, organisation: Organisation) -> None:
    make_field(organisation, "Area", "choice", choices=["Sea", "Land"])
    make_field(organisation, "Risk money", "money")
    made = call("post", "/projects", {"name": "Golf", "area": "Sea", "risk_money": 1500000})
    assert made.status == 201, made.text
    assert (made.body["area"], made.body["risk_money"]) == ("Sea", Decimal(1_500_000))
    assert [row["name"] for row in call("get", "/projects?f=area:is:Sea").body["data"]] == ["Golf"]
    wrong = call("patch", f"/projects/{made.body['ref']}", {"area": "Sky"}, If_Match="*")
    assert wrong.status == 422
    assert wrong.body["errors"][0]["field"] == "area"


def test_an_older_version_writes_nothing(call: Caller, five: list[Project]) -> None:
    ref = five[0].ref
    assert call("patch", f"/projects/{ref}", {"name": "Mine"}).status == 428
    assert call("delete", f"/projects/{ref}").status == 428
    call("patch", f"/projects/{ref}", {"name": "Theirs"}, If_Match='"1"')
    head = Revision.objects.count()
    for method, body in (("patch", {"name": "Mine"}), ("delete", None)):
        told = call(method, f"/projects/{ref}", body, If_Match='"1"')
        assert told.status == 412
        assert "before you saved" in told.body["detail"]
    assert call("patch", f"/projects/{ref}", {"name": "Mine"}, If_Match='"mine"').status == 412
    assert (Project.objects.get(ref=ref).name, Revision.objects.count()) == ("Theirs", head)


def test_a_key_carries_a_request_out_once(call: Caller, organisation: Organisation) -> None:
    first = call("post", "/projects", {"name": "Hotel"}, Idempotency_Key="k1")
    again = call("post", "/projects", {"name": "Hotel"}, Idempotency_Key="k1")
    assert (again.status, again.body, again.headers["ETag"]) == (201, first.body, first.headers["ETag"])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Project.objects.count() == 1
    other = call("post", "/projects", {"name": "India"}, Idempotency_Key="k1")
    assert (other.status, other.body["type"]) == (409, "/api/#key-used")
    assert Project.objects.count() == 1


def test_a_refusal_keeps_no_key(call: Caller, organisation: Organisation) -> None:
    assert call("post", "/projects", {"name": ""}, Idempotency_Key="k2").status == 422
    assert call("post", "/projects", {"name": "Juliet"}, Idempotency_Key="k2").status == 201
    assert Project.objects.count() == 1


def test_a_key_belongs_to_its_account(call: Caller, call_as: Callable[..., Caller], organisation: Organisation) -> None:
    call("post", "/projects", {"name": "Kilo"}, Idempotency_Key="k3")
    other = call_as("pmo_director")
    assert other("post", "/projects", {"name": "Lima"}, Idempotency_Key="k3").status == 201
    assert Project.objects.count() == 2


def test_unknown_fields_and_those_that_are_not_written_are_refused(call: Caller, five: list[Project]) -> None:
    told = call("patch", f"/projects/{five[0].ref}", {"nme": "x", "state": "closed", "name": "y"}, If_Match="*")
    assert told.status == 422
    assert {each["field"] for each in told.body["errors"]} == {"nme", "state"}
    assert Project.objects.get(pk=five[0].pk).name == "Alpha"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"), ({"name": "x", "unit": "nowhere"}, "unit"), ({"name": "x", "end": "2026-02-30"}, "end"),
        ({"name": "x", "whole_life_cost": "much"}, "whole_life_cost"), ({"name": "x", "start": "2026-02-01", "end": "2026-01-01"}, "end"),
        ({"name": "x", "whole_life_cost": "€5m", "currency": "GBP"}, "whole_life_cost"), ({"name": "x", "year_budget": 5}, "budget_year"),
        ({"name": "x", "whole_life_cost": -5}, "whole_life_cost"), ({"name": "x", "price_basis": "real"}, "price_base_year"),
        ({"name": "x" * 301}, "name"), ({"name": "x", "confidentiality": 9}, "confidentiality"),
        ({"name": "x", "whole_life_cost": 5, "currency": "P1"}, "currency"),
    ],
)  # fmt: skip
def test_page_and_interface_refuse_in_the_same_words(
    call: Caller, director: Actor, organisation: Organisation, client_of: Callable[[Any], Client], values: dict[str, Any], field: str
) -> None:
    told = call("post", "/projects", values)
    assert told.status == 422
    said = {each["field"]: each["messages"] for each in told.body["errors"]}
    assert list(said) == [field]
    names = {"end": "end_on", "start": "start_on", "whole_life_cost": "whole_life_cost_amount", "year_budget": "year_budget_amount"}
    typed = {"price_basis": "unstated", "confidentiality": "0", **{names.get(name, name): value for name, value in values.items()}}
    page = client_of(director.account).post("/projects/new/", typed)
    assert page.status_code == 422
    form = page.context["form"]
    assert {name: list(messages) for name, messages in form.errors.items()} == {names.get(field, field): said[field]}
    assert not Project.objects.exists()


def test_a_role_that_may_not_is_refused_like_on_the_page(
    call_as: Callable[..., Caller], five: list[Project], organisation: Organisation, make_account: Any, client_of: Callable[[Any], Client]
) -> None:
    reader = call_as("team_member")
    told = reader("post", "/projects", {"name": "Mike"})
    assert (told.status, told.body["type"]) == (403, "/api/#refused")
    page = client_of(make_account(organisation, "team_member")).get("/projects/new/")
    assert told.body["detail"] in page.content.decode()
    assert reader("patch", f"/projects/{five[0].ref}", {"name": "Mine"}, If_Match="*").status == 403
    assert reader("delete", f"/projects/{five[0].ref}", If_Match="*").status == 403
    assert reader("get", f"/projects/{five[4].ref}").status == 404  # too confidential for them
    assert reader("patch", f"/projects/{five[4].ref}", {"name": "Mine"}, If_Match="*").status == 404
    assert Project.objects.filter(name="Mine").count() == 0


def test_a_record_is_kept_until_something_of_it_is_written(
    call: Caller, call_as: Callable[..., Caller], five: list[Project], django_assert_max_num_queries: Any
) -> None:
    address = f"/projects/{five[4].ref}"
    assert call("patch", address, {"category": "Rail"}, If_Match="*").status == 200
    first = call("get", address)
    with django_assert_max_num_queries(5):  # session, account, organisation, roles, the head of the ledger
        again = call("get", address)
    assert (again.body, again.headers["ETag"]) == (first.body, first.headers["ETag"])
    assert call_as("team_member")("get", address).status == 404  # kept for nobody else
    assert call("get", f"{address}?fields=name").body == {"id": five[4].pk, "name": five[4].name}
    assert call("patch", address, {"category": "Road"}, If_Match=first.headers["ETag"]).status == 200
    assert call("get", address).body["category"] == "Road"


def test_many_operations_are_one(call: Caller, five: list[Project]) -> None:
    asked = [
        {"do": "create", "values": {"name": "November"}},
        {"do": "update", "id": five[0].ref, "version": 1, "values": {"category": "Rail"}, "reason": "sorted"},
        {"do": "delete", "id": five[1].ref, "version": 1, "reason": "entered twice"},
    ]
    rehearsed = call("post", "/projects/bulk", {"operations": asked, "dry_run": True})
    assert rehearsed.status == 200, rehearsed.text
    assert rehearsed.body["dry_run"] is True
    assert Revision.objects.count() == 0
    assert Project.objects.count() == 5
    told = call("post", "/projects/bulk", {"operations": asked})
    assert [each["status"] for each in told.body["results"]] == [201, 200, 204]
    assert Project.objects.get(pk=five[0].pk).category == "Rail"
    assert not Project.objects.filter(pk=five[1].pk).exists()
    assert Project.objects.filter(name="November").exists()
    act = Revision.objects.get()  # one act, so that one undo takes all of it back
    assert (act.verb, act.reason, act.entrance) == ("change_many", "sorted", "api")
    assert sorted(change.action for change in act.changes.all()) == ["changed", "created", "deleted"]


def test_many_operations_of_one_kind_are_called_like_it(call: Caller, five: list[Project]) -> None:
    asked = [{"do": "create", "values": {"name": name}} for name in ("Quebec", "Romeo")]
    assert call("post", "/projects/bulk", {"operations": asked}).status == 200
    act = Revision.objects.get()
    assert (act.verb, act.changes.count()) == ("create_project", 2)


def test_one_refused_operation_takes_all_back(call: Caller, five: list[Project]) -> None:
    told = call("post", "/projects/bulk", {"operations": [
        {"do": "create", "values": {"name": "Oscar"}},
        {"do": "update", "id": five[0].ref, "version": 7, "values": {"category": "Rail"}},
        {"do": "create", "values": {"name": ""}},
        {"do": "paint", "id": five[0].ref},
        {"do": "update", "id": "PRJ-9999", "version": 1, "values": {}},
        {"do": "delete", "id": five[0].ref},
        {"do": "delete", "id": five[0].ref, "version": 1, "reason": " "},
    ]})  # fmt: skip
    assert told.status == 422
    told_of = [(each["index"], each["status"]) for each in told.body["operations"]]
    assert told_of == [(1, 412), (2, 422), (3, 400), (4, 404), (5, 428), (6, 422)]
    assert told.body["operations"][1]["errors"] == [{"field": "name", "messages": ["Fill this in."]}]
    assert Revision.objects.count() == 0
    assert not Project.objects.filter(name="Oscar").exists()
    assert Project.objects.filter(pk=five[0].pk).exists()


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "7", '{"name": NaN}', '"x"', '{"name": "a\\u0000b"}', '{"name": "\\ud800"}', "[" * 90 + "]" * 90, b"\xff\xfe"]
)
def test_a_body_that_is_no_object_is_malformed(call: Caller, organisation: Organisation, body: Any) -> None:
    told = call("post", "/projects", body)
    assert (told.status, told.body["type"]) == (400, "/api/#malformed")
    assert not Project.objects.exists()


@pytest.mark.parametrize("value", [True, 5, ["a", "b"], {"a": 1}, 1e300, "😀" * 400])
@pytest.mark.parametrize("name", ["name", "unit", "end", "whole_life_cost", "confidentiality", "price_base_year"])
def test_no_value_breaks_it(call: Caller, organisation: Organisation, name: str, value: Any) -> None:
    assert call("post", "/projects", {"name": "Papa", name: value}).status in (201, 422)


def test_a_number_beyond_every_record_is_not_found(call: Caller, organisation: Organisation) -> None:
    for slug in ("99999999999999999999999", "0", "-1", "x"):
        assert call("get", f"/units/{slug}").status == 404
