"""Projects with tasks, owned by people: the usual shape of a page of rows."""

from __future__ import annotations

from django.db import models


class Person(models.Model):
    """An owner."""

    name = models.CharField(max_length=80)

    class Meta:
        app_label = "bare"


class Project(models.Model):
    """A project."""

    name = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE)

    class Meta:
        app_label = "bare"


class Task(models.Model):
    """A task, the row of the list."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=12)
    due_on = models.DateField()
    cost = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        app_label = "bare"
        indexes = [models.Index(fields=["due_on", "id"]), models.Index(fields=["project", "state"])]
