"""Each report knows how it came to be: with a return that was imported, or written here."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def fill(apps: Any, schema_editor: Any) -> None:
    """A report is of the act that made it; where the ledger names another act, of what its portfolio is known by."""
    report = apps.get_model("status", "StatusReport")
    made = apps.get_model("ledger", "Change")._base_manager.filter(
        record_type="status.statusreport", record_id=OuterRef("pk"), action="created"
    )
    by_returns = apps.get_model("projects", "PortfolioMembership")._base_manager.filter(
        project=OuterRef("project"), portfolio__membership="returns"
    )
    told = Q(Exists(made.filter(revision__verb="load_import")))
    guessed = ~Q(Exists(made.filter(revision__verb__in=["load_import", "draft_report"]))) & Q(state__in=["published", "superseded"])
    report._base_manager.filter(told | (guessed & Q(Exists(by_returns)))).update(origin="imported")


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_checked"),
        ("projects", "0003_fields_of_all_records"),
        ("status", "0003_words_of_a_report"),
    ]

    operations = [
        migrations.AddField(
            model_name="statusreport",
            name="origin",
            field=models.CharField(
                choices=[("imported", "from a return"), ("written", "written here")], default="written", max_length=8, verbose_name="origin"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
