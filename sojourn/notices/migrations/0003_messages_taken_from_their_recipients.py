from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_manners_and_corrections_of_service'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='taken_at',
            field=models.DateTimeField(null=True),
        ),
    ]
