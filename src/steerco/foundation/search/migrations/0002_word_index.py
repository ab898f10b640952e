"""The word index of each database, which no model can say."""

from django.db import migrations

from steerco.foundation.search import index_tables


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(index_tables.create, index_tables.drop)]
