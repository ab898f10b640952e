"""The floor of the import of a long list: csv, and one bare row a line in one go."""

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
    """Tables where there are none, then every line."""
    if Task._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            for model in (Person, Project, Task):
                editor.create_model(model)
    owner = Person.objects.create(name="Owner")
    project = Project.objects.create(name="List", owner=owner)
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = [
            Task(project=project, owner=owner, name=line["Project name"], state=line["RAG"], due_on=dt.date.fromisoformat(line["End date"]),
                 cost=Decimal(line["Whole-life cost"]))
            for line in csv.DictReader(file)
        ]  # fmt: skip
    Task.objects.bulk_create(rows, batch_size=2000)


if __name__ == "__main__":
    main()
