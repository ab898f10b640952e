"""Source files of imports go when they are old, not before, and never those that a younger import was read from as well."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.models import ImportBatch
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.services import GivenFile, change_import, check_import
from steerco.foundation.tasks.models import Thinning
from steerco.foundation.tasks.services.keeping import hold_everything, keep_for, thin


def checked(by: Actor, name: str, days: int, word: str) -> ImportBatch:
    """An import that was touched last so many days ago."""
    data = f"Project name,RAG,End,Budget (£m)\n{word},Green,2026-06-30,12\n".encode()
    batch = check_import(by=by, files=[GivenFile(name, data)], profile="any-list")
    ImportBatch.objects.filter(pk=batch.pk).update(updated_at=timezone.now() - dt.timedelta(days=days))
    return ImportBatch.objects.get(pk=batch.pk)


def is_there(batch: ImportBatch) -> bool:
    return default_storage.exists(batch.files[0]["stored_as"])


def test_what_is_old_goes_and_what_is_needed_stays(director: Actor) -> None:
    old, young = checked(director, "old_2025-03-31.csv", 100, "Harbour"), checked(director, "young_2025-03-31.csv", 5, "Bridge")
    twin = checked(director, "twin_2025-03-31.csv", 100, "Bridge")
    thin("import_sources")
    assert is_there(old)
    keep_for(by=director, kind="import_sources", days=30)
    hold_everything(by=director, held=True, reason="an inquiry")
    thin("import_sources")
    assert is_there(old)
    hold_everything(by=director, held=False, reason="it is over")
    thin("import_sources")
    assert (is_there(old), is_there(young), is_there(twin)) == (False, True, True)
    assert [(each.kind, each.gone) for each in Thinning.objects.all()] == [("import_sources", 1)]
    assert ImportBatch.objects.get(pk=old.pk).files == old.files
    with pytest.raises(CannotRead, match="Give it again"):
        change_import(by=director, batch=old, options={})
