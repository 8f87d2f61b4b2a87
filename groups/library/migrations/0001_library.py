import datetime
import django.db.models.deletion
import django.utils.timezone
import groups.library.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_belonging'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Keyword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, verbose_name='mot-clé')),
                ('key', models.CharField(editable=False, max_length=120, unique=True)),
            ],
            options={
                'verbose_name': 'mot-clé',
                'verbose_name_plural': 'mots-clés',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='ImportDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('lines', models.JSONField(default=list)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import de ressources',
                'verbose_name_plural': 'imports de ressources',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='créé le')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='modifié le')),
                ('title', models.CharField(max_length=300, verbose_name='titre')),
                ('summary', models.TextField(blank=True, verbose_name='résumé')),
                ('body', models.TextField(blank=True, verbose_name='texte')),
                ('kind', models.CharField(choices=[('dpv', 'Fiche Déniché pour vous'), ('conference', 'Conférence en ligne'), ('reperess', 'RepèrESS'), ('study', 'Étude'), ('article', 'Article'), ('newsletter', 'Newsletter'), ('kit', 'Kit ou guide'), ('sheet', 'Fiche retour d’expérience')], max_length=12, verbose_name='nature')),
                ('origin', models.CharField(choices=[('rtes', 'Ressources RTES'), ('other', 'Autres')], default='rtes', max_length=8, verbose_name='type de ressource')),
                ('category', models.CharField(blank=True, max_length=120, verbose_name='catégorie')),
                ('is_private', models.BooleanField(default=False, verbose_name='réservée aux membres du réseau')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='numéro')),
                ('replay', models.URLField(blank=True, max_length=500, verbose_name='adresse de l’enregistrement')),
                ('attendance', models.PositiveIntegerField(blank=True, null=True, verbose_name='participant·es')),
                ('attendance_about', models.BooleanField(default=False, verbose_name='nombre approché')),
                ('dated', models.DateField(blank=True, null=True, verbose_name='date')),
                ('precision', models.CharField(choices=[('day', 'jour'), ('month', 'mois'), ('year', 'année')], default='month', max_length=5, verbose_name='précision')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='lieu')),
                ('zone', models.CharField(blank=True, max_length=200, verbose_name='zone d’action')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='site internet')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='à relire le')),
                ('to_check', models.BooleanField(default=False, verbose_name='à vérifier')),
                ('state', models.CharField(choices=[('suggested', 'proposée'), ('accepted', 'publiée'), ('declined', 'non retenue'), ('removed', 'retirée')], default='suggested', max_length=10, verbose_name='état')),
                ('refusal', models.TextField(blank=True, verbose_name='pourquoi elle n’est pas retenue')),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='publiée le')),
                ('client_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('import_key', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('shelf', models.CharField(blank=True, editable=False, max_length=20)),
                ('shelf_pk', models.BigIntegerField(editable=False, null=True)),
                ('words', models.TextField(blank=True, editable=False)),
                ('sort_day', models.DateField(default=datetime.date(1, 1, 1), editable=False)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('keywords', models.ManyToManyField(blank=True, related_name='resources', to='library.keyword')),
                ('organisations', models.ManyToManyField(blank=True, related_name='resources', to='organisations.organisation')),
                ('suggested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ressource',
                'verbose_name_plural': 'ressources',
                'ordering': ['-sort_day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ResourceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='intitulé')),
                ('file', models.FileField(blank=True, max_length=120, upload_to=groups.library.models.resource_path, verbose_name='fichier')),
                ('filename', models.CharField(blank=True, max_length=200, verbose_name='nom du fichier')),
                ('content_type', models.CharField(blank=True, max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='taille en octets')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='adresse')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='library.resource')),
            ],
            options={
                'verbose_name': 'fichier de la ressource',
                'verbose_name_plural': 'fichiers de la ressource',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ResourceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('content', models.JSONField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='library.resource')),
            ],
            options={
                'verbose_name': 'version de la ressource',
                'verbose_name_plural': 'versions de la ressource',
                'ordering': ['-number'],
            },
        ),
        migrations.AddIndex(
            model_name='resource',
            index=models.Index(fields=['state', '-sort_day', '-id'], name='resource_by_date'),
        ),
        migrations.AddIndex(
            model_name='resource',
            index=models.Index(fields=['state', 'kind', '-sort_day', '-id'], name='resource_by_kind'),
        ),
        migrations.AddIndex(
            model_name='resource',
            index=models.Index(fields=['state', 'title', 'id'], name='resource_by_title'),
        ),
        migrations.AddIndex(
            model_name='resource',
            index=models.Index(fields=['state', '-accepted_at', '-id'], name='resource_by_arrival'),
        ),
        migrations.AddConstraint(
            model_name='resource',
            constraint=models.UniqueConstraint(condition=models.Q(('shelf', ''), _negated=True), fields=('shelf', 'shelf_pk'), name='resource_shelved_once'),
        ),
        migrations.AddConstraint(
            model_name='resource',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='resource_accepted_at'),
        ),
        migrations.AddConstraint(
            model_name='resourcefile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), models.Q(('url', ''), _negated=True)), models.Q(models.Q(('file', ''), _negated=True), ('url', '')), _connector='OR'), name='resource_file_or_url'),
        ),
        migrations.AddConstraint(
            model_name='resourceversion',
            constraint=models.UniqueConstraint(fields=('resource', 'number'), name='resource_version_once'),
        ),
    ]
