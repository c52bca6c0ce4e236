
import django.db.models.deletion
import sojourn.lib.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('notices', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='service',
            name='served_once_in_each_manner',
        ),
        migrations.AddField(
            model_name='service',
            name='corrects',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='corrected_by', to='notices.service'),
        ),
        migrations.AddField(
            model_name='service',
            name='place',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='service',
            name='reason',
            field=sojourn.lib.fields.EncryptedJSONField(null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='through',
            field=sojourn.lib.fields.EncryptedJSONField(null=True),
        ),
        migrations.AlterField(
            model_name='service',
            name='effective_on',
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['about_id'], name='message_by_what_it_is_about'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('corrects', None)), fields=('document', 'manner'), name='served_once_in_each_manner'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('manner__in', ['not-served', 'opened-in-portal', 'public-notice', 'refusal-witnessed', 'registered-post', 'signed-on-handover', 'through-representative'])), name='known_manner_of_service'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('corrects__isnull', False), ('effective_on__isnull', False), _connector='OR'), name='only_a_correction_serves_nothing'),
        ),
    ]
