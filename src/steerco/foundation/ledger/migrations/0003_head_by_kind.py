"""The head also says for each kind of record which revision touched it last."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Max, Min

MARK, FIRST = 16, "first"


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Reads it once from the changes that there are."""
    head_model, revision_model, change_model = (apps.get_model("ledger", name) for name in ("LedgerHead", "Revision", "Change"))
    for head in head_model.objects.all():
        revisions = revision_model.objects.filter(organisation_id=head.organisation_id)
        changes = change_model.objects.filter(revision__organisation_id=head.organisation_id)
        found = changes.order_by().values_list("record_type").annotate(newest=Max("revision__number"))
        numbers = {FIRST: revisions.aggregate(first=Min("number"))["first"], **dict(found)}
        seals = dict(revisions.filter(number__in=set(numbers.values())).values_list("number", "hash"))
        head.moved = {kind: seals[number][:MARK] for kind, number in numbers.items() if number is not None}
        head.save()


class Migration(migrations.Migration):
    """One column, filled."""

    dependencies = [("ledger", "0002_never_edited")]
    operations = [
        migrations.AddField(model_name="ledgerhead", name="moved", field=models.JSONField(default=dict)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
