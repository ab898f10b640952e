"""The feed of the ledger, what registers say of themselves, and the calculations by REST."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from steerco.capabilities.projects import services
from steerco.foundation.access.actor import Actor
from steerco.foundation.api.tests.conftest import Caller
from steerco.foundation.organisations.models import Organisation


def test_the_feed_goes_on_where_it_ended(call: Caller, director: Actor, organisation: Organisation) -> None:
    for name in ("One", "Two", "Three"):
        services.create_project(by=director, name=name)
    first = call("get", "/revisions?limit=2").body
    assert [each["number"] for each in first["data"]] == [1, 2]
    assert (first["next"], first["newest"]) == (2, 3)
    rest = call("get", f"/revisions?since={first['next']}&limit=2").body
    assert [each["number"] for each in rest["data"]] == [3]
    assert rest["next"] is None
    change = rest["data"][0]["changes"][0]
    assert (change["record"], change["action"], change["after"]["name"]) == ("Three", "created", "Three")
    assert rest["data"][0]["previous_hash"] == first["data"][1]["hash"]
    assert call("get", "/revisions/3").body == rest["data"][0]


def test_the_feed_shows_no_more_than_its_page(
    call: Caller, call_as: Callable[..., Caller], director: Actor, organisation: Organisation, other_organisation: Organisation
) -> None:
    secret = services.create_project(by=director, name="Hidden", confidentiality=2)
    services.create_project(by=director, name="Open")
    analyst = call_as("pmo_analyst")
    assert [each["number"] for each in analyst("get", "/revisions").body["data"]] == [2]
    assert analyst("get", "/revisions/1").status == 404
    assert "Hidden" not in analyst("get", "/revisions").text
    assert call_as("team_member")("get", "/revisions").status == 403
    assert call("get", "/revisions/1").body["changes"][0]["record"] == secret.name


def test_a_number_that_is_none_is_refused(call: Caller, organisation: Organisation) -> None:
    assert call("get", "/revisions?since=-1").status == 422
    assert call("get", "/revisions?limit=1000").status == 422
    assert call("get", "/revisions/x").status == 404
    assert call("get", "/revisions/99999999999999999999").status == 404


def test_a_register_says_what_may_be_done_with_it(call: Caller, call_as: Callable[..., Caller], organisation: Organisation) -> None:
    told = call("get", "/registers/projects").body
    columns = {each["name"]: each for each in told["columns"]}
    assert (columns["name"]["writable"], columns["state"]["writable"]) == (True, False)
    assert columns["unit"]["filters"][:2] == ["in", "is"]
    assert {"create", "edit", "delete"} <= set(told["may"])
    reader = call_as("team_member")
    assert reader("get", "/registers/projects").body["may"] == ["view", "export"]
    assert not any(each["writable"] for each in reader("get", "/registers/projects").body["columns"])
    assert reader("get", "/registers/roles").status == 403
    assert "roles" not in [each["name"] for each in reader("get", "/registers").body["data"]]
    assert call("get", "/registers/nothing").status == 404


def test_a_calculation_is_answered_by_rest(call: Caller, organisation: Organisation) -> None:
    told = call("post", "/calculations/amount_movement", {"before": 12345678901234567, "after": "12345678901234567.03"})
    assert told.body["result"]["change"] == Decimal("0.03")
    assert told.body["inputs_hash"].startswith("sha256:")
    wrong = call("post", "/calculations/working_days", {"start": "soon", "end": "2024-01-01"})
    assert (wrong.status, wrong.body["code"], wrong.body["at"]) == (422, "NOT_A_DATE", "start")
    assert call("post", "/calculations/nothing", {}).status == 404
    names = [each["name"] for each in call("get", "/calculations").body["data"]]
    assert {"judge", "disclosed", "age"} <= set(names)
