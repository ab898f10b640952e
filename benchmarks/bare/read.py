"""The floor of an import: reads transposed files with the csv module alone and writes one bare row a report."""

from __future__ import annotations

import csv
import datetime as dt
import os
import sys
from decimal import Decimal
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
django.setup()

from django.db import connection  # noqa: E402

from benchmarks.bare.models import Person, Project, Task  # noqa: E402


def main() -> None:
    """Tables where there are none, then each file in one go."""
    if Task._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            for model in (Person, Project, Task):
                editor.create_model(model)
    owner = Person.objects.create(name="Owner")
    for path in sys.argv[1:]:
        with Path(path).open(encoding="cp1252", errors="replace", newline="") as file:
            columns = list(zip(*csv.reader(file), strict=False))[1:]
        project = Project.objects.create(name=Path(path).stem, owner=owner)
        rows = [
            Task(project=project, owner=owner, name=column[0][:200], state="new", due_on=dt.date(2024, 1, 1), cost=Decimal(len(column)))
            for column in columns
        ]
        Task.objects.bulk_create(rows)


if __name__ == "__main__":
    main()
