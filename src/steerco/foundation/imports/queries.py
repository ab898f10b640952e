"""The imports of an organisation, for whoever may import."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance
from steerco.foundation.access.permissions import Refused
from steerco.foundation.imports.models import BatchState, ImportBatch
from steerco.foundation.imports.profiles import load_profile, profile_keys
from steerco.foundation.imports.targets import target_of
from steerco.foundation.ledger.access import rights, seen_through
from steerco.foundation.ledger.origins import origin_of
from steerco.foundation.ledger.parts import notes_acts

notes_acts("imports.importbatch", "revision_number")


def require_import(by: Actor, level: int = 0) -> None:
    """Raises `Refused` unless the actor may import something here, records of this confidentiality among it."""
    refused: Refused | None = None
    for target in {load_profile(key).target for key in profile_keys()}:
        try:
            target_of(target).require(by, level)
        except Refused as error:
            refused = error
        else:
            return
    if refused is not None:
        raise refused


def may_import(by: Actor) -> bool:
    """Whether the actor may import something here."""
    return _may_import(by, 0)


def imports(by: Actor) -> QuerySet[ImportBatch]:
    """The imports that name nothing too confidential for the actor, newest first; refused to whoever may not import."""
    require_import(by)
    level = max(level for level in Clearance.values if level == 0 or _may_import(by, level))
    return ImportBatch.objects.filter(level__lte=level, organisation=by.organisation).select_related("account").order_by("-pk")


@seen_through("imports.importbatch")
def seen_imports(by: Actor) -> QuerySet[ImportBatch, dict[str, Any]]:
    """The imports whose changes the actor may read in the ledger, their reports being part of them."""
    return ImportBatch.objects.filter(level__lte=rights().reach(by, "view").everywhere or 0).values("pk")


def _may_import(by: Actor, level: int) -> bool:
    try:
        require_import(by, level)
    except Refused:
        return False
    return True


def waiting_imports(by: Actor) -> QuerySet[ImportBatch]:
    """Imports that were checked and neither loaded nor cancelled."""
    return imports(by).filter(state=BatchState.CHECKED)


@origin_of("import")
def pages_of_loads(by: Actor, numbers: list[int]) -> dict[int, str]:
    """The page of each import behind these revisions of the ledger, for whoever may open it (one query)."""
    if not may_import(by):
        return {}
    loads = ImportBatch.objects.filter(revision_number__in=numbers).values_list("revision_number", "pk")
    return {number: reverse("import", args=[pk]) for number, pk in loads}
