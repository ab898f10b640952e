"""The source files of imports go when they are old enough; their names, sizes and digests stay with what was read from them."""

from __future__ import annotations

import datetime as dt

from django.core.files.storage import default_storage

from steerco.foundation.imports.models import ImportBatch

KEPT_DAYS = 730


def count_old_sources(before: dt.datetime) -> int:
    """How many stored files of the organisation in force belong only to imports that nobody touched since an instant."""
    return len(_old(before))


def drop_old_sources(before: dt.datetime) -> int:
    """Removes their bytes; gives how many files. Reports, records and the ledger keep all that was read."""
    gone = _old(before)
    for name in gone:
        default_storage.delete(name)
    return len(gone)


def _old(before: dt.datetime) -> list[str]:
    """Where they lie; one that a younger import names as well stays."""
    old, young = set[str](), set[str]()
    for files, touched in ImportBatch.objects.values_list("files", "updated_at").iterator(500):
        (old if touched < before else young).update(entry["stored_as"] for entry in files)
    return [name for name in sorted(old - young) if default_storage.exists(name)]
