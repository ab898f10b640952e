"""Makes the floor's tables and fills them: 100,000 tasks in 1,000 projects of 200 people, the same every time."""

from __future__ import annotations

import datetime as dt
import os
import random
from decimal import Decimal

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
django.setup()

from django.db import connection  # noqa: E402

from benchmarks.bare.models import Person, Project, Task  # noqa: E402

STATES = ("new", "started", "review", "done")


def main() -> None:
    """Creates tables and rows, unless they are there."""
    if Task._meta.db_table in connection.introspection.table_names():
        return
    chance = random.Random(7)
    with connection.schema_editor() as editor:
        for model in (Person, Project, Task):
            editor.create_model(model)
    people = Person.objects.bulk_create([Person(name=f"Person {n}") for n in range(200)])
    projects = Project.objects.bulk_create([Project(name=f"Project {n}", owner=chance.choice(people)) for n in range(1000)])
    start = dt.date(2024, 1, 1)
    tasks = (
        Task(
            project=projects[n % 1000], owner=chance.choice(people), name=f"Task {n} of the project", state=chance.choice(STATES),
            due_on=start + dt.timedelta(days=chance.randrange(2000)), cost=Decimal(chance.randrange(10_000_000)) / 100,
        )
        for n in range(100_000)
    )  # fmt: skip
    Task.objects.bulk_create(tasks, batch_size=2000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
