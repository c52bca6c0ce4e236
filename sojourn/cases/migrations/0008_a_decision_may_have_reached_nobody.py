from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_data_become_otherwise_and_acts_are_taken_back")]

    operations = [
        migrations.AlterField("decisionservice", "served_on", models.DateField(null=True)),
    ]
