"""What follows from a sign-in: roles follow the groups that the identity provider tells."""

from __future__ import annotations

from steerco.capabilities.provisioning.queries import organisations_concerned
from steerco.capabilities.provisioning.services.groups import follow_sign_in
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.single_sign_on import on_groups, welcomes


@on_groups
def follow(account: Account, groups: frozenset[str]) -> None:
    """In each organisation that knows a group of the account, or gave it a role by one, its roles follow."""
    for organisation in organisations_concerned(groups, account):
        follow_sign_in(by=Actor.system(organisation, entrance="sign_in"), account=account, groups=groups)


@welcomes
def knows(groups: frozenset[str]) -> bool:
    """Whether any organisation knows one of the groups."""
    return bool(organisations_concerned(groups))
