"""The imports of an organisation, for whoever may import."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.imports.models import BatchState, ImportBatch
from steerco.foundation.imports.profiles import load_profile, profile_keys
from steerco.foundation.imports.targets import target_of
from steerco.foundation.ledger.origins import origin_of


def require_import(by: Actor) -> None:
    """Raises `Refused` unless the actor may import something here."""
    refused: Refused | None = None
    for target in {load_profile(key).target for key in profile_keys()}:
        try:
            target_of(target).require(by)
        except Refused as error:
            refused = error
        else:
            return
    if refused is not None:
        raise refused


def may_import(by: Actor) -> bool:
    """Whether the actor may import something here."""
    try:
        require_import(by)
    except Refused:
        return False
    return True


def imports(by: Actor) -> QuerySet[ImportBatch]:
    """Every import of the organisation, newest first; refused to whoever may not import."""
    require_import(by)
    return ImportBatch.objects.filter(organisation=by.organisation).select_related("account").order_by("-pk")


def waiting_imports(by: Actor) -> QuerySet[ImportBatch]:
    """Imports that were checked and neither loaded nor put aside."""
    return imports(by).filter(state=BatchState.CHECKED)


@origin_of("import")
def pages_of_loads(by: Actor, numbers: list[int]) -> dict[int, str]:
    """The page of each import behind these revisions of the ledger, for whoever may open it (one query)."""
    if not may_import(by):
        return {}
    loads = ImportBatch.objects.filter(revision_number__in=numbers).values_list("revision_number", "pk")
    return {number: reverse("import", args=[pk]) for number, pk in loads}
