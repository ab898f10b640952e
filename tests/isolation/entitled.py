"""Access itself, tried like every record: delegations, shares, emergency access, reviews, tokens, programs, roles of groups."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from steerco.capabilities.entitlements import services
from steerco.capabilities.entitlements.access import DELEGATIONS, EMERGENCIES, REVIEWS, SHARES
from steerco.capabilities.entitlements.models import AccessReview, EmergencyAccess, ReviewLine
from steerco.capabilities.people.access import PEOPLE
from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.provisioning import services as provisioning
from steerco.capabilities.provisioning.access import DIRECTORY, GROUP_ROLES, PROGRAMS, TOKENS
from steerco.capabilities.provisioning.models import GroupRole
from steerco.foundation.access.models import ApiToken, Delegation, RoleAssignment
from steerco.foundation.access.tokens import digest_of
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership

if TYPE_CHECKING:
    from steerco.foundation.access.actor import Actor
    from tests.isolation.worlds import World

TABLES = (DELEGATIONS, SHARES, EMERGENCIES, REVIEWS, TOKENS, PROGRAMS, GROUP_ROLES, DIRECTORY)
WHY = "Nobody who may can be reached before the board meets."
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=9)


def _lend(world: World, by: Actor) -> Any:
    held = list(RoleAssignment.objects.filter(account=by.account))
    return services.lend_rights(by=by, receiver=world.held["accounts"][0], assignments=held, starts_on=TODAY, ends_on=SOON)


def _certify(world: World, by: Actor) -> Any:
    review = services.open_review(by=world.system)
    lines = list(ReviewLine.objects.filter(review=review, assignment__account=world.held["accounts"][0]))
    return services.decide_lines(by=by, review=review, lines=lines, decision="keep")


def _taken(world: World) -> EmergencyAccess:
    """The emergency access of the world, read anew with its role."""
    return EmergencyAccess.objects.get(pk=world.held["emergencies"][0].pk)


ACTS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("delegation", "lend"): (_lend,),
    ("delegation", "end"): (lambda w, by: services.end_delegation(by=by, delegation=w.held["delegations"][0], reason="over"),),
    ("share", "share"): (
        lambda w, by: services.share_record(
            by=by, email="new@outside.test", scope_kind="project", scope_id=w.project("Heron").pk, ends_on=SOON
        ),
    ),
    ("share", "end"): (lambda w, by: services.end_share(by=by, assignment=w.held["shares"][0], reason="over"),),
    ("emergency access", "open_emergency"): (lambda w, by: services.break_glass(by=by, reason=WHY),),
    ("emergency access", "end"): (lambda w, by: services.end_emergency(by=by, emergency=_taken(w), reason="over"),),
    ("emergency access", "look_at"): (lambda w, by: services.look_at_emergency(by=by, emergency=_taken(w), finding="in order"),),
    ("access review", "open"): (lambda w, by: services.open_review(by=by),),
    ("access review", "certify"): (_certify,),
    ("token", "issue"): (lambda w, by: provisioning.issue_token(by=by, name="nightly", ends_on=SOON),),
    ("token", "end"): (lambda w, by: provisioning.revoke_token(by=by, token=w.held["tokens"][0], reason="over"),),
    ("program", "let_in"): (lambda w, by: provisioning.create_program(by=by, name="Robot", ends_on=SOON, role="team_member"),),
    ("program", "end"): (lambda w, by: provisioning.end_program(by=by, membership=w.held["programs"][0], reason="over"),),
    ("role of a group", "grant"): (
        lambda w, by: provisioning.map_group(by=by, group="delivery", role="team_member"),
        lambda w, by: provisioning.unmap_group(by=by, mapping=w.held["group_roles"][0], reason="over"),
    ),
    ("directory", "provision"): (
        lambda w, by: provisioning.let_user_in(by=by, email="new@directory.test"),
        lambda w, by: provisioning.keep_group(by=by, name="Delivery"),
    ),
}
SIGHTS: dict[str, Any] = {
    "delegation": lambda by: DELEGATIONS.allows(by, "view"),
    "share": lambda by: not SHARES.reach(by, "view").nothing,
    "emergency access": lambda by: EMERGENCIES.allows(by, "view"),
    "access review": lambda by: REVIEWS.allows(by, "view"),
    "token": lambda by: TOKENS.allows(by, "view"),
    "program": lambda by: PROGRAMS.allows(by, "view"),
    "role of a group": lambda by: GROUP_ROLES.allows(by, "view"),
}
OWN: dict[str, Any] = {
    "role_catalogue": None,
    "own_access": None,
    "act_for": None,
    "delegation_new": (DELEGATIONS, "lend"),
    "delegation_end": (DELEGATIONS, "end"),
    "guests": (SHARES, "view"),
    "share_new": (SHARES, "share"),
    "share_end": (SHARES, "end"),
    "emergency": (EMERGENCIES, "view or open_emergency"),
    "emergency_end": None,
    "emergency_seen": (EMERGENCIES, "look_at"),
    "access_reviews": (REVIEWS, "view"),
    "access_review": (REVIEWS, "view"),
    "who": (PROJECTS, "view"),
    "tokens": None,
    "token_revoke": (TOKENS, "end"),
    "programs": (PROGRAMS, "view"),
    "program": (PROGRAMS, "view"),
    "group_roles": (GROUP_ROLES, "view"),
    "group_role_end": (GROUP_ROLES, "grant"),
    "leavers": (PEOPLE, "edit"),
    "handover": (PEOPLE, "edit"),
}
POSTED = ("act_for", "delegation_end", "share_end", "emergency_end", "emergency_seen", "token_revoke", "group_role_end")
BY_KEY = {"delegations/": "delegations", "guests/": "shares", "emergency/": "emergencies", "access-reviews/": "reviews"} | {
    "tokens/": "tokens",
    "programs/": "programs",
    "group-roles/": "group_roles",
}


def arrange(world: World) -> None:
    """One of each, its texts with the word of the world."""
    word, organisation, account = world.word, world.organisation, world.held["accounts"][0]
    other = Account.objects.create_user(f"away{world.number}@{organisation.key}.test", "a long pass phrase", name=f"Away {word}")
    guest = Account.objects.create_user(f"guest{world.number}@{organisation.key}.test", "a long pass phrase", name=f"Guest {word}")
    Membership.everywhere.create(organisation=organisation, account=other)
    Membership.everywhere.create(organisation=organisation, account=guest, kind="guest", sponsor=account, ends_on=SOON)
    robot = Account.objects.create_user(f"robot{world.number}@{organisation.key}.test", None, name=f"Robot {word}", is_service=True)
    program = Membership(organisation=organisation, account=robot, kind="service", sponsor=account, ends_on=SOON)
    now = timezone.now()
    with revise(world.system, "arrange") as writer:
        lent = Delegation(giver=other, receiver=account, starts_on=TODAY, ends_on=SOON, reason=f"{word} holiday")
        world.keep("delegations", writer.create(lent))
        share = RoleAssignment(
            account=guest, role="guest", scope_kind="portfolio", scope_id=world.held["portfolios"][1].pk, starts_on=TODAY, ends_on=SOON,
            reason=f"{word} adviser",
        )  # fmt: skip
        world.keep("shares", writer.create(share))
        until = now + dt.timedelta(hours=2)
        taken = writer.create(RoleAssignment(account=other, role="pmo_director", clearance=2, expires_at=until, reason=f"{word} fire"))
        emergency = EmergencyAccess(account=other, assignment=taken, reason=f"{word} fire", started_at=now, ends_at=until)
        world.keep("emergencies", writer.create(emergency))
        review = AccessReview(name=f"{word} quarter", opened_at=now, due_on=SOON, closed_at=now)
        world.keep("reviews", writer.create(review))
        world.keep("programs", writer.create(program))
        secret = digest_of(f"{organisation.key} {word}")
        world.keep("tokens", writer.create(ApiToken(account=account, name=f"{word} token", start="abc", digest=secret, ends_on=SOON)))
        world.keep("group_roles", writer.create(GroupRole(group=f"{word} group", role="team_member")))
        writer.create(ReviewLine(review=review, assignment=world.held["roles"][0], decision="keep", decided_at=now, reason=f"{word} kept"))
