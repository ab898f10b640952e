"""SCIM 2.0: a directory makes, changes and switches off accounts and groups by token; everything else is refused as SCIM says it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.provisioning.models import GroupMember, ProvisionedGroup, ProvisionedUser
from steerco.capabilities.provisioning.services import create_program, issue_token, map_group
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.api.limits import WRONG_TOKENS, forget_all
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.organisations.scope import within

USER, GROUP = "urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
SOON = timezone.localdate() + dt.timedelta(days=30)


class Directory:
    """A directory with its token."""

    def __init__(self, secret: str) -> None:
        self.client, self.secret = Client(), secret

    def say(self, method: str, path: str, body: Any = None) -> tuple[HttpResponse, Any]:
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.client.generic(
            method, f"/scim/v2/{path}", data or b"", content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.secret}"},
        )  # fmt: skip
        return answer, json.loads(answer.content) if answer.content else None

    def make_user(self, email: str, **more: Any) -> Any:
        return self.say("POST", "Users", {"schemas": [USER], "userName": email, **more})[1]


@pytest.fixture(autouse=True)
def _begins_to_count() -> Iterator[None]:
    forget_all()
    yield
    forget_all()


@pytest.fixture
def directory(director: Actor) -> Directory:
    program = create_program(by=director, name="Directory", ends_on=SOON, role="administrator")
    return Directory(issue_token(by=director, account=program.account, name="scim", ends_on=SOON, extent="whole").secret)


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": list(operations)}


def test_a_user_is_made_read_and_found(directory: Directory) -> None:
    answer, made = directory.say(
        "POST",
        "Users",
        {"schemas": [USER], "userName": "Ada@Example.org", "externalId": "x1", "name": {"givenName": "Ada", "familyName": "L"}},
    )
    assert (answer.status_code, answer["Content-Type"], made["userName"], made["active"]) == (
        201,
        "application/scim+json",
        "ada@example.org",
        True,
    )
    assert answer["Location"].endswith(f"/scim/v2/Users/{made['id']}")
    assert Membership.objects.get(account__email="ada@example.org").active
    assert Account.objects.get(email="ada@example.org").name == "Ada L"
    assert directory.say("GET", f"Users/{made['id']}")[1]["externalId"] == "x1"
    for asked in ('userName eq "ADA@example.org"', 'externalId eq "x1"', 'active eq true and displayName sw "Ada"'):
        assert directory.say("GET", f"Users?filter={asked}")[1]["totalResults"] == 1, asked
    assert directory.say("GET", 'Users?filter=userName eq "eve@example.org"')[1]["totalResults"] == 0
    assert Revision.objects.order_by("-number")[0].account.name == "Directory"


def test_pages_of_users(directory: Directory) -> None:
    for number in range(5):
        directory.make_user(f"u{number}@example.org")
    page = directory.say("GET", "Users?startIndex=2&count=2")[1]
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (5, 2, 2)
    assert [each["userName"] for each in page["Resources"]] == ["u1@example.org", "u2@example.org"]
    assert directory.say("GET", "Users?count=0")[1]["totalResults"] == 5


@pytest.mark.parametrize("value", [False, "False", "false"])
def test_switching_off_is_at_once_and_ends_sessions(directory: Directory, organisation: Organisation, client: Client, value: Any) -> None:
    made = directory.make_user("ada@example.org")
    account = Account.objects.get(email="ada@example.org")
    RoleAssignment.objects.create(organisation=organisation, account=account, role="pmo_analyst")
    account.set_password("a long pass phrase")
    account.save()
    client.post("/accounts/login/", {"login": account.email, "password": "a long pass phrase"})
    assert client.get("/units/").status_code == 200
    answer, said = directory.say("PATCH", f"Users/{made['id']}", patch({"op": "replace", "path": "active", "value": value}))
    assert (answer.status_code, said["active"]) == (200, False)
    gone = client.get("/units/")
    assert gone.status_code == 302 and "/accounts/login/" in gone["Location"]
    directory.say("PATCH", f"Users/{made['id']}", patch({"op": "Replace", "value": {"active": True}}))
    assert Membership.objects.get(account=account).active


def test_deleting_keeps_the_name(directory: Directory) -> None:
    made = directory.make_user("ada@example.org", displayName="Ada")
    assert directory.say("DELETE", f"Users/{made['id']}")[0].status_code == 204
    assert (Account.objects.get(email="ada@example.org").name, Membership.objects.get(account__email="ada@example.org").active) == (
        "Ada",
        False,
    )
    assert directory.say("GET", f"Users/{made['id']}")[1]["active"] is False


def test_replacing_changes_the_name_and_never_the_address(directory: Directory) -> None:
    made = directory.make_user("ada@example.org")
    body = {"schemas": [USER], "userName": "ada@example.org", "displayName": "Ada King", "active": True}
    assert directory.say("PUT", f"Users/{made['id']}", body)[1]["displayName"] == "Ada King"
    answer, said = directory.say("PUT", f"Users/{made['id']}", {**body, "userName": "eve@example.org"})
    assert (answer.status_code, said["scimType"]) == (400, "mutability")
    assert not Account.objects.filter(email="eve@example.org").exists()


def test_what_is_said_of_somebody_at_once_is_kept_at_once_or_not_at_all(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, organisation: Organisation
) -> None:
    made = directory.make_user("ada@alpha.test", displayName="Ada")
    wanted = {"schemas": [USER], "userName": "ada@alpha.test", "displayName": "Augusta", "active": False}
    revisions = Revision.everywhere.count()
    with monkeypatch.context() as patched:
        patched.setattr("steerco.capabilities.provisioning.services.directory.rename_account", _fails)
        with pytest.raises(OSError, match="killed"):
            directory.say("PUT", f"Users/{made['id']}", wanted)
    account = Account.objects.get(email="ada@alpha.test")
    with within(organisation):
        assert (account.name, Membership.objects.get(account=account).active) == ("Ada", True)
    assert Revision.everywhere.count() == revisions
    assert directory.say("PUT", f"Users/{made['id']}", wanted)[1]["active"] is False
    assert (Revision.everywhere.count(), Revision.everywhere.latest("number").verb) == (revisions + 1, "shut_out")


def _fails(account: Account, name: str) -> None:
    raise OSError("the process was killed here")


def test_a_group_and_its_members_are_one_act(directory: Directory) -> None:
    made = directory.make_user("ada@alpha.test")
    revisions = Revision.everywhere.count()
    body = {"schemas": [GROUP], "displayName": "Office", "members": [{"value": made["id"]}]}
    group = directory.say("POST", "Groups", body)[1]
    assert Revision.everywhere.count() == revisions + 1
    directory.say("PUT", f"Groups/{group['id']}", body | {"displayName": "Offices", "members": []})
    assert Revision.everywhere.count() == revisions + 2


def test_a_member_known_before_is_taken_over_and_a_second_time_is_a_conflict(
    directory: Directory, organisation: Organisation, make_account: MakeAccount
) -> None:
    known = make_account(organisation, "team_member", email="known@example.org")
    assert directory.make_user("known@example.org")["id"]
    answer, said = directory.say("POST", "Users", {"schemas": [USER], "userName": "known@example.org"})
    assert (answer.status_code, said["scimType"]) == (409, "uniqueness")
    assert ProvisionedUser.objects.filter(membership__account=known).count() == 1


def test_a_guest_is_not_taken_over(directory: Directory, director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    guest = make_account(organisation, email="g@example.org")
    Membership.objects.filter(account=guest).update(kind="guest", sponsor=director.account, ends_on=SOON)
    assert directory.say("POST", "Users", {"schemas": [USER], "userName": "g@example.org"})[0].status_code == 409
    assert Membership.objects.get(account=guest).kind == "guest"


def test_roles_follow_groups(directory: Directory, director: Actor, organisation: Organisation) -> None:
    map_group(by=director, group="PMO team", role="pmo_analyst")
    ada, bob = directory.make_user("ada@example.org"), directory.make_user("bob@example.org")
    group = {"schemas": [GROUP], "displayName": "PMO team", "members": [{"value": ada["id"]}]}
    answer, made = directory.say("POST", "Groups", group)
    assert (answer.status_code, made["members"][0]["value"]) == (201, ada["id"])

    def holders() -> set[str]:
        held = RoleAssignment.objects.filter(role="pmo_analyst").exclude(ends_on__lt=timezone.localdate())
        return set(held.values_list("account__email", flat=True))

    assert holders() == {"ada@example.org"}
    path = f"Groups/{made['id']}"
    directory.say("PATCH", path, patch({"op": "add", "path": "members", "value": [{"value": bob["id"]}]}))
    assert holders() == {"ada@example.org", "bob@example.org"}
    directory.say("PATCH", path, patch({"op": "remove", "path": f'members[value eq "{ada["id"]}"]'}))
    assert holders() == {"bob@example.org"}
    directory.say("PUT", path, {"schemas": [GROUP], "displayName": "Other team", "members": [{"value": bob["id"]}]})
    assert holders() == set()
    directory.say("PATCH", path, patch({"op": "replace", "path": "displayName", "value": "PMO team"}))
    assert holders() == {"bob@example.org"}
    assert directory.say("GET", 'Groups?filter=displayName eq "PMO team"')[1]["totalResults"] == 1
    assert directory.say("DELETE", path)[0].status_code == 204
    assert (holders(), ProvisionedGroup.objects.exists()) == (set(), False)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "kind"),
    [
        ("POST", "Users", b"{", 400, "invalidSyntax"), ("POST", "Users", [1], 400, "invalidSyntax"),
        ("POST", "Users", {}, 400, "invalidValue"),
        ("POST", "Users", {"schemas": [USER], "userName": "no address"}, 400, "invalidValue"),
        ("POST", "Users", b"[" * 100_000, 400, "invalidSyntax"), ("POST", "Users", b" " * 1_100_000, 413, None),
        ("GET", "Users?filter=((", None, 400, "invalidFilter"), ("GET", "Users/999999", None, 404, None),
        ("GET", "Users/x", None, 404, None),
        ("GET", "Groups/1" + "0" * 40, None, 404, None), ("DELETE", "Users", None, 405, None),
        ("POST", "ServiceProviderConfig", {}, 405, None),
        ("GET", "Schemas/urn:none", None, 404, None),
        ("POST", "Groups", {"schemas": [GROUP], "displayName": "G", "members": [{"value": "424242"}]}, 400, "invalidValue"),
        ("POST", "Groups", {"schemas": [GROUP], "displayName": ""}, 400, "invalidValue"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_as_scim_says_it(
    directory: Directory, method: str, path: str, body: Any, status: int, kind: str | None
) -> None:
    before = Account.objects.count()
    answer, said = directory.say(method, path, body)
    assert (answer.status_code, said.get("scimType")) == (status, kind), said
    assert said["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"] and said["status"] == str(status)
    assert (Account.objects.count(), ProvisionedGroup.objects.count(), GroupMember.objects.count()) == (before, 0, 0)


def test_what_it_can_do_is_said(directory: Directory) -> None:
    assert directory.say("GET", "ServiceProviderConfig")[1]["patch"] == {"supported": True}
    assert {each["name"] for each in directory.say("GET", "ResourceTypes")[1]["Resources"]} == {"User", "Group"}
    assert directory.say("GET", "ResourceTypes/User")[1]["endpoint"] == "/Users"
    assert directory.say("GET", "Schemas")[1]["totalResults"] == 2
    assert directory.say("GET", f"Schemas/{USER}")[1]["name"] == "User"


@pytest.mark.parametrize("role", ["project_officer", "team_member"])
def test_a_token_without_the_right_opens_nothing(director: Actor, role: str) -> None:
    program = create_program(by=director, name="Reader", ends_on=SOON, role=role)
    reader = Directory(issue_token(by=director, account=program.account, name="x", ends_on=SOON, extent="whole").secret)
    for method, path in (("GET", "Users"), ("POST", "Users"), ("GET", "Groups"), ("GET", "ServiceProviderConfig")):
        assert reader.say(method, path, {"schemas": [USER], "userName": "a@b.example"})[0].status_code == 403
    assert not Account.objects.filter(email="a@b.example").exists()


def test_a_token_that_may_look_only_writes_nothing(director: Actor) -> None:
    program = create_program(by=director, name="Reader", ends_on=SOON, role="administrator")
    reader = Directory(issue_token(by=director, account=program.account, name="x", ends_on=SOON, extent="look").secret)
    assert reader.say("POST", "Users", {"schemas": [USER], "userName": "a@b.example"})[0].status_code == 403
    assert not Account.objects.filter(email="a@b.example").exists()


def test_neither_a_session_nor_nothing_is_a_way_in(directory: Directory, director: Actor) -> None:
    browser = Client()
    browser.force_login(director.account)
    for client in (browser, Client()):
        for method in ("get", "post"):
            answer = getattr(client, method)("/scim/v2/Users")
            assert (answer.status_code, answer["WWW-Authenticate"][:6]) == (401, "Bearer")
    assert Directory("steerco_" + "x" * 43).say("GET", "Users")[0].status_code == 401


def test_a_directory_sees_its_own_organisation_only(
    directory: Directory, other_organisation: Organisation, make_account: MakeAccount
) -> None:
    with within(other_organisation):
        there = make_account(other_organisation, "pmo_director", clearance=2)
        by = Actor.of(there, other_organisation, entrance="page")
        program = create_program(by=by, name="Theirs", ends_on=SOON, role="administrator")
        theirs = Directory(issue_token(by=by, account=program.account, name="x", ends_on=SOON, extent="whole").secret)
    made = theirs.make_user("foreign@example.org", displayName="Foreign Name")
    assert directory.say("GET", f"Users/{made['id']}")[0].status_code == 404
    assert directory.say("DELETE", f"Users/{made['id']}")[0].status_code == 404
    assert directory.say("GET", "Users")[1]["totalResults"] == 0
    answer = directory.say("POST", "Groups", {"schemas": [GROUP], "displayName": "G", "members": [{"value": made["id"]}]})[0]
    assert answer.status_code == 400
    ours = directory.make_user("foreign@example.org", displayName="Taken Over")
    assert ours["id"] != made["id"]
    directory.say("PATCH", f"Users/{ours['id']}", patch({"op": "replace", "path": "displayName", "value": "Taken Over"}))
    assert Account.objects.get(email="foreign@example.org").name == "Foreign Name"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"userName=a", "application/x-www-form-urlencoded"),
        (b'--b\r\nContent-Disposition: form-data; name="userName"\r\n\r\na\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (b'{"userName": "a\\u0000@example.org"}', "application/scim+json"),
        (b'{"userName": "a@example.org", "displayName": "\\ud800"}', "application/scim+json"),
        (b"[" * 5000, "application/json"),
    ],
)
def test_what_is_no_request_of_a_directory_is_refused_as_scim_refuses(directory: Directory, body: bytes, kind: str) -> None:
    before = Account.objects.count()
    answer = directory.client.generic(
        "POST", "/scim/v2/Users", body, content_type=kind, headers={"Authorization": f"Bearer {directory.secret}"}
    )
    assert (answer.status_code, answer["Content-Type"], Account.objects.count()) == (400, "application/scim+json", before)


@pytest.mark.parametrize("place", ["startIndex=--5", "count=--5", "startIndex=٣", "count=-", "startIndex=99999999999999999999"])
def test_a_place_that_is_no_number_is_the_first(directory: Directory, place: str) -> None:
    directory.make_user("ada@example.org")
    answer, said = directory.say("GET", f"Users?{place}")
    assert (answer.status_code, said["totalResults"]) == (200, 1)


def test_an_address_of_an_inner_network_is_an_address(directory: Directory) -> None:
    """What is written is answered: a refusal after the fact would let the directory try for ever."""
    answer, made = directory.say("POST", "Users", {"schemas": [USER], "userName": "ada@corp.local"})
    assert (answer.status_code, made["emails"][0]["value"]) == (201, "ada@corp.local")
    assert directory.say("GET", "Users")[1]["Resources"][0]["userName"] == "ada@corp.local"
    answer, said = directory.say("PATCH", f"Users/{made['id']}", patch({"op": "replace", "path": "active", "value": False}))
    assert (answer.status_code, said["active"]) == (200, False)


def test_an_address_of_an_inner_network_may_stand_among_the_emails_too(directory: Directory) -> None:
    said = {"schemas": [USER], "userName": "ada@corp.local", "emails": [{"value": "ada@corp.local", "primary": True}]}
    answer, made = directory.say("POST", "Users", said)
    assert (answer.status_code, made["emails"][0]["value"]) == (201, "ada@corp.local")
    answer, changed = directory.say("PUT", f"Users/{made['id']}", said | {"displayName": "Ada"})
    assert (answer.status_code, changed["displayName"]) == (200, "Ada")
    wrong = {"schemas": [USER], "userName": "ada", "emails": [{"value": "nothing"}]}
    assert directory.say("POST", "Users", wrong)[0].status_code == 400


WORK, PRIMARY = 'emails[type eq "work"]', "emails[primary eq true]"
OTHER = "eve@example.org"
EMAILS: dict[str, tuple[dict[str, Any], int, str]] = {
    "the same, as Entra sends it": ({"op": "Add", "path": f"{WORK}.value", "value": "ADA@corp.local"}, 200, ""),
    "the same in its list": ({"op": "replace", "path": "emails", "value": [{"value": "ada@corp.local", "type": "work"}]}, 200, ""),
    "the same where no filter fits": ({"op": "add", "path": 'emails[type eq "home"].value', "value": "ada@corp.local"}, 200, ""),
    "another beside it": ({"op": "add", "path": "emails", "value": [{"value": OTHER, "type": "home"}]}, 200, ""),
    "another in its place": ({"op": "replace", "path": f"{WORK}.value", "value": OTHER}, 200, ""),
    "another as the first": ({"op": "replace", "path": "emails", "value": [{"value": OTHER, "primary": True}]}, 200, ""),
    "another without a path": ({"op": "replace", "value": {"emails": [{"value": OTHER}]}}, 200, ""),
    "the primary one": ({"op": "replace", "path": f"{PRIMARY}.value", "value": OTHER}, 200, ""),
    "with its schema": ({"op": "replace", "path": f"{USER}:{PRIMARY}.value", "value": OTHER}, 200, ""),
    "one taken away": ({"op": "remove", "path": 'emails[value eq "ada@corp.local"]'}, 200, ""),
    "that of work taken away": ({"op": "remove", "path": WORK}, 200, ""),
    "none taken away": ({"op": "remove", "path": 'emails[type eq "home"]'}, 200, ""),
    "all taken away": ({"op": "remove", "path": "emails"}, 200, ""),
    "nothing to replace": ({"op": "replace", "path": 'emails[type eq "home"].value', "value": OTHER}, 400, "noTarget"),
    "no path": ({"op": "remove"}, 400, "noTarget"),
    "no filter": ({"op": "replace", "path": 'emails[value eq "a', "value": OTHER}, 400, "invalidPath"),
    "brackets without end": ({"op": "replace", "path": "emails[" + "(" * 900, "value": OTHER}, 400, "invalidPath"),
    "a text": ({"op": "replace", "path": "emails", "value": "x"}, 400, "invalidValue"),
    "no address": ({"op": "replace", "path": "emails", "value": [{"value": "nothing"}]}, 400, "invalidValue"),
    "a number": ({"op": "replace", "path": f"{WORK}.value", "value": 5}, 400, "invalidValue"),
    "no value": ({"op": "replace", "path": "emails"}, 400, ""),
    "a NUL character": ({"op": "replace", "path": f"{WORK}.value", "value": "a\x00@example.org"}, 400, ""),
    "no such attribute": ({"op": "replace", "path": "emails.nothing", "value": OTHER}, 400, ""),
    "what one signs in with": ({"op": "replace", "path": "userName", "value": OTHER}, 400, "mutability"),
}  # fmt: skip


def test_a_patch_of_emails_never_changes_what_somebody_signs_in_with(directory: Directory) -> None:
    made, wrong = directory.make_user("ada@corp.local", displayName="Ada"), {}
    for name, (operation, status, kind) in EMAILS.items():
        answer, said = directory.say("PATCH", f"Users/{made['id']}", patch(operation))
        mails = [(each["value"], each.get("type")) for each in said.get("emails", [])] if status == 200 else said.get("scimType", "")
        if (answer.status_code, answer["Content-Type"]) != (status, "application/scim+json") or (
            mails != [("ada@corp.local", "work")] if status == 200 else kind and mails != kind
        ):
            wrong[name] = (answer.status_code, said)
        assert [(each.email, each.name) for each in Account.objects.filter(name="Ada")] == [("ada@corp.local", "Ada")], name
    assert wrong == {}
    both = patch(
        {"op": "add", "path": f"{WORK}.value", "value": "ada@corp.local"}, {"op": "replace", "path": "displayName", "value": "Ada L"}
    )
    assert directory.say("PATCH", f"Users/{made['id']}", both)[1]["displayName"] == "Ada L"
    assert not Account.objects.filter(email=OTHER).exists()


def test_requests_and_wrong_tokens_are_counted_as_those_of_the_interface(directory: Directory, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    assert [directory.say("GET", "Users")[0].status_code for _ in range(3)] == [200, 200, 429]
    stranger = Directory("steerco_" + "x" * 43)
    answers = [stranger.say("GET", "Users")[0] for _ in range(WRONG_TOKENS + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {401}
    assert (answers[-1].status_code, int(answers[-1]["Retry-After"]) > 0) == (429, True)
