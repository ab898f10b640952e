"""Which records a report names, and how confidential they are: beside the report, so that it can follow them."""

from typing import Any

from django.db import migrations, models


def take_over(apps: Any, schema_editor: Any) -> None:
    """The confidentiality that reports carried within them."""
    for batch in apps.get_model("imports", "ImportBatch").objects.iterator():
        batch.level = batch.report.get("level") or 0
        batch.save(update_fields=["level"])


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.AddField("importbatch", "level", models.PositiveSmallIntegerField(default=0, editable=False)),
        migrations.AddField("importbatch", "named", models.JSONField(blank=True, default=list, editable=False)),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
