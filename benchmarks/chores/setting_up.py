"""Makes an organisation with a token, asks for jobs, or counts: `python -m benchmarks.chores.setting_up found|ask|count`."""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from steerco.capabilities.people.models import OrgUnit  # noqa: E402
from steerco.capabilities.provisioning.services.tokens import issue_token  # noqa: E402
from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.access.models import Extent, RoleAssignment  # noqa: E402
from steerco.foundation.accounts.models import Account  # noqa: E402
from steerco.foundation.ledger.chain import verify  # noqa: E402
from steerco.foundation.organisations.models import Membership, Organisation  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402
from steerco.foundation.organisations.services import found_organisation  # noqa: E402
from steerco.foundation.tasks.models import Job  # noqa: E402
from steerco.foundation.tasks.services import enqueue  # noqa: E402

JOBS = 6


def found() -> None:
    """The organisation, and the secret of a token that may write."""
    organisation = found_organisation(key="several", name="Several")
    account = Account.objects.create_user("several@steerco.test", None)
    Membership.everywhere.create(organisation=organisation, account=account)
    RoleAssignment.everywhere.create(organisation=organisation, account=account, role="pmo_director", clearance=2)
    with within(organisation):
        by = Actor.of(account, organisation, entrance="page")
        ends_on = timezone.localdate() + dt.timedelta(days=2)
        print(issue_token(by=by, name="several", ends_on=ends_on, extent=Extent.WORK).secret)


def ask() -> None:
    """Asks for the jobs."""
    organisation = Organisation.objects.get(key="several")
    with within(organisation):
        for number in range(JOBS):
            enqueue(Actor.system(organisation), "chore", title=f"Chore {number}", name=f"J{number}")


def count() -> None:
    """The codes of all units, how the jobs stand, and whether the ledger holds."""
    organisation = Organisation.objects.get(key="several")
    with within(organisation):
        codes = list(OrgUnit.objects.values_list("code", flat=True))
        states = sorted(Job.everywhere.filter(kind="chore").values_list("title", "state", "attempt"))
        print(json.dumps({"codes": codes, "jobs": states, "holds": verify(organisation).holds}))


if __name__ == "__main__":
    {"found": found, "ask": ask, "count": count}[sys.argv[1]]()
