"""Users of SCIM: accounts with their membership in the organisation of the token."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from scim2_models import Context, Email, Meta, MutabilityException, Name, PatchOp, User

from steerco.capabilities.provisioning import services
from steerco.capabilities.provisioning.api.speaking import body_of, listed, refuse_method, shown, spoken
from steerco.capabilities.provisioning.models import ProvisionedUser
from steerco.capabilities.provisioning.queries import provisioned_users
from steerco.foundation.access.actor import Actor
from steerco.foundation.ui.numbers import number_in


@spoken
def many(request: HttpRequest, by: Actor) -> HttpResponse:
    """Lists users, or lets one in."""
    if request.method == "GET":
        return listed(request, User, (resource(request, each) for each in provisioned_users(by)))
    if request.method != "POST":
        return refuse_method("GET", "POST")
    given: Any = User.model_validate(_without_addresses(body_of(request)), scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    membership = services.let_user_in(
        by=by, email=_address(given), name=_name(given), external_id=given.external_id or "", active=given.active is not False
    )
    return shown(resource(request, provisioned_users(by).get(membership=membership)), 201)


@spoken
def one(request: HttpRequest, by: Actor, key: str) -> HttpResponse:
    """Shows, replaces, changes or switches off a user. Deleting switches off: what somebody did keeps their name."""
    user = _found(by, key)
    if request.method == "GET":
        return shown(resource(request, user))
    if request.method == "DELETE":
        services.set_active(by=by, membership=user.membership, active=False)
        return HttpResponse(status=204)
    if request.method == "PUT":
        wanted: Any = User.model_validate(_without_addresses(body_of(request)), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
    elif request.method == "PATCH":
        wanted = resource(request, user)
        told = _without_repetition(body_of(request), user.membership.account.email)
        if told is not None:
            PatchOp[User[Any]].model_validate(told, scim_ctx=Context.RESOURCE_PATCH_REQUEST).patch(wanted)
    else:
        return refuse_method("GET", "PUT", "PATCH", "DELETE")
    if _address(wanted) != user.membership.account.email:
        raise MutabilityException(detail=_("The userName is what the person signs in with, and stays."))
    services.keep_user(
        by=by, membership=user.membership, name=_name(wanted), external_id=wanted.external_id, active=wanted.active is not False
    )
    return shown(resource(request, _found(by, key)))


def resource(request: HttpRequest, user: ProvisionedUser) -> Any:
    """A user as SCIM says it."""
    account, membership = user.membership.account, user.membership
    return User(
        id=str(user.pk),
        external_id=user.external_id or None,
        user_name=account.email,
        name=Name(formatted=account.name) if account.name else None,
        display_name=account.name or None,
        active=membership.active and account.is_active,
        emails=[Email.model_construct(value=account.email, type=Email.Type.work, primary=True)],  # unread: some offices are in .local
        meta=Meta(
            resource_type="User", created=user.created_at, last_modified=max(user.updated_at, membership.updated_at),
            location=request.build_absolute_uri(reverse("scim_user", args=[user.pk])),
        ),
    )  # fmt: skip


def _found(by: Actor, key: str) -> ProvisionedUser:
    user = provisioned_users(by).filter(pk=number_in(key) or 0).first()
    if user is None:
        raise Http404
    return user


def _without_addresses(body: dict[str, Any]) -> dict[str, Any]:
    """A user without e-mails where the userName is an address itself: they are not read then, and some of inner networks are no e-mails."""
    named = next((str(value) for key, value in body.items() if key.lower() == "username"), "")
    return {key: value for key, value in body.items() if key.lower() != "emails"} if "@" in named else body


def _without_repetition(body: dict[str, Any], address: str) -> dict[str, Any] | None:
    """A patch without operations that only repeat the address of the user as an e-mail; None where it has no others."""
    asked = next((held for key, held in body.items() if key.lower() == "operations"), None)
    if not isinstance(asked, list) or not asked:
        return body
    kept = [each for each in asked if not (isinstance(each, dict) and _repeats(each, address))]
    return {**{key: held for key, held in body.items() if key.lower() != "operations"}, "Operations": kept} if kept else None


def _repeats(operation: dict[str, Any], address: str) -> bool:
    """Whether an operation writes e-mails and names no other address than the one that there is, which stays in any case."""
    said = {key.lower(): held for key, held in operation.items()}
    path = str(said.get("path", "")).rpartition("User:")[2].lower()
    if str(said.get("op", "")).lower() == "remove":
        return path == f'emails[value eq "{address}"]'
    if str(said.get("op", "")).lower() not in ("add", "replace") or not re.match(r"emails(\[[^\[\]]*\])?(\.value)?$", path):
        return False
    given = said.get("value")
    values = [each.get("value") if isinstance(each, dict) else each for each in (given if isinstance(given, list) else [given])]
    return bool(values) and all(isinstance(each, str) and each.strip().lower() == address for each in values)


def _address(given: Any) -> str:
    """The address: the userName where it is one, else the first e-mail."""
    said = (given.user_name or "").strip().lower()
    first = next((each.value for each in given.emails or [] if each.value), None)
    return said if "@" in said else str(first or said).lower()


def _name(given: Any) -> str:
    """The name to show, of whatever the directory gives."""
    name = given.name
    parts = [name.given_name, name.family_name] if name is not None else []
    joined = " ".join(part for part in parts if part)
    return str(given.display_name or (name.formatted if name is not None else None) or joined or "")
