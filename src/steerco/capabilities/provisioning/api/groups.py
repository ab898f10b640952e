"""Groups of SCIM: whoever belongs to them holds the roles that the office has said for the group's name."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from scim2_models import Context, Group, GroupMember as Member, InvalidValueException, Meta, PatchOp

from steerco.capabilities.provisioning import services
from steerco.capabilities.provisioning.api.speaking import body_of, listed, refuse_method, shown, spoken
from steerco.capabilities.provisioning.models import GroupMember, ProvisionedGroup
from steerco.capabilities.provisioning.queries import provisioned_groups, provisioned_users
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import together
from steerco.foundation.organisations.models import Membership
from steerco.foundation.ui.numbers import number_in


@spoken
def many(request: HttpRequest, by: Actor) -> HttpResponse:
    """Lists groups, or makes one."""
    if request.method == "GET":
        known = _keys(by)
        found = provisioned_groups(by).prefetch_related(Prefetch("members", GroupMember.objects.select_related("account")))
        return listed(request, Group, (resource(request, each, known) for each in found))
    if request.method != "POST":
        return refuse_method("GET", "POST")
    given = Group.model_validate(body_of(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    members = _members(by, given)
    with together(by):
        group = services.keep_group(by=by, name=given.display_name or "", external_id=given.external_id or "")
        services.set_members(by=by, group=group, memberships=members)
    return shown(resource(request, group, _keys(by)), 201)


@spoken
def one(request: HttpRequest, by: Actor, key: str) -> HttpResponse:
    """Shows, replaces, changes or removes a group."""
    group = provisioned_groups(by).filter(pk=number_in(key) or 0).first()
    if group is None:
        raise Http404
    if request.method == "GET":
        return shown(resource(request, group, _keys(by)))
    if request.method == "DELETE":
        services.remove_group(by=by, group=group)
        return HttpResponse(status=204)
    if request.method == "PUT":
        wanted: Any = Group.model_validate(body_of(request), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
    elif request.method == "PATCH":
        wanted = resource(request, group, _keys(by))
        PatchOp[Group].model_validate(body_of(request), scim_ctx=Context.RESOURCE_PATCH_REQUEST).patch(wanted)
    else:
        return refuse_method("GET", "PUT", "PATCH", "DELETE")
    members = _members(by, wanted)
    with together(by):
        services.keep_group(by=by, name=wanted.display_name or "", external_id=wanted.external_id or "", group=group)
        services.set_members(by=by, group=group, memberships=members)
    return shown(resource(request, group, _keys(by)))


def resource(request: HttpRequest, group: ProvisionedGroup, known: dict[int, int]) -> Any:
    """A group as SCIM says it; `known` is the key of each account in the directory."""
    members = [
        Member.model_validate(
            {
                "value": str(known[each.account_id]),
                "display": str(each.account),
                "$ref": request.build_absolute_uri(reverse("scim_user", args=[known[each.account_id]])),
            }
        )
        for each in group.members.all()
        if each.account_id in known
    ]
    location = request.build_absolute_uri(reverse("scim_group", args=[group.pk]))
    meta = Meta(resource_type="Group", created=group.created_at, last_modified=group.updated_at, location=location)
    return Group(id=str(group.pk), external_id=group.external_id or None, display_name=group.name, members=members or None, meta=meta)


def _keys(by: Actor) -> dict[int, int]:
    """Account → its key in the directory (one query)."""
    return dict(provisioned_users(by).values_list("membership__account_id", "pk"))


def _members(by: Actor, given: Any) -> list[Membership]:
    """The members that a directory names; an unknown one is refused by its key."""
    wanted = {str(each.value) for each in given.members or [] if each.value}
    found = {str(user.pk): user.membership for user in provisioned_users(by)}
    unknown = sorted(wanted - found.keys())
    if unknown:
        raise InvalidValueException(detail=_("There is no user %(key)s.") % {"key": unknown[0]})
    return [found[key] for key in wanted]
