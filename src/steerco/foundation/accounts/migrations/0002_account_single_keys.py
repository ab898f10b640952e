from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField("account", "single_keys", models.BooleanField(default=True, verbose_name="single-key shortcuts")),
    ]
