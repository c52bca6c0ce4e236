
import django.db.models.deletion
import sojourn.lib.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_unseen_people_registered_again'),
    ]

    operations = [
        migrations.CreateModel(
            name='Distinction',
            fields=[
                ('id', sojourn.lib.fields.UuidKey(db_default=sojourn.lib.fields.Uuidv7(), editable=False, primary_key=True, serialize=False)),
                ('reason', sojourn.lib.fields.EncryptedJSONField()),
                ('made_at', models.DateTimeField()),
                ('known', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('newcomer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('known', 'newcomer'), name='two_people_are_told_apart_once'), models.CheckConstraint(condition=models.Q(('known', models.F('newcomer')), _negated=True), name='nobody_is_told_apart_from_themselves')],
            },
        ),
    ]
