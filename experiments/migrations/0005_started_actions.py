from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('experiments', '0004_quotations'),
    ]

    operations = [
        migrations.AddField(
            model_name='plannedaction',
            name='started_on',
            field=models.DateField(blank=True, null=True, verbose_name='commencé le'),
        ),
    ]
