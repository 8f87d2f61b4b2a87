"""What messages are found by, and the full-text index that each database makes of it."""

import django.db.models.deletion
from django.db import migrations, models

CHUNK = 2_000
# Django knows nothing of the index: the triggers keep it whatever changes the table.
SQLITE = [
    """
    CREATE VIRTUAL TABLE discussions_messagewords USING fts5(
        words, content='discussions_messagetext', content_rowid='message_id',
        tokenize='ascii', detail='none', columnsize=0, prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER discussions_messagetext_added AFTER INSERT ON discussions_messagetext BEGIN
        INSERT INTO discussions_messagewords(rowid, words) VALUES (new.message_id, new.words);
    END
    """,
    """
    CREATE TRIGGER discussions_messagetext_gone AFTER DELETE ON discussions_messagetext BEGIN
        INSERT INTO discussions_messagewords(discussions_messagewords, rowid, words)
        VALUES ('delete', old.message_id, old.words);
    END
    """,
    """
    CREATE TRIGGER discussions_messagetext_changed AFTER UPDATE ON discussions_messagetext BEGIN
        INSERT INTO discussions_messagewords(discussions_messagewords, rowid, words)
        VALUES ('delete', old.message_id, old.words);
        INSERT INTO discussions_messagewords(rowid, words) VALUES (new.message_id, new.words);
    END
    """,
]
POSTGRESQL = [
    """
    CREATE INDEX discussions_messagetext_words ON discussions_messagetext
    USING gin (to_tsvector('simple', words))
    """,
]


def make_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    # The rest goes with the table.
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE discussions_messagewords")


def read_all(apps, schema_editor):
    """Messages that are there already."""
    from discussions.search import searched_words

    Text = apps.get_model("discussions", "MessageText")
    messages = apps.get_model("discussions", "Message").objects.filter(state="visible")
    rows = []
    for message in messages.only("thread_id", "html").order_by("pk").iterator(CHUNK):
        words = searched_words(message.thread_id, message.html)
        rows.append(Text(message_id=message.pk, words=words))
        if len(rows) == CHUNK:
            Text.objects.bulk_create(rows)
            rows = []
    Text.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("discussions", "0006_answers_reactions_revisions")]

    operations = [
        migrations.CreateModel(
            name="MessageText",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="discussions.message",
                        verbose_name="message",
                    ),
                ),
                ("words", models.TextField(editable=False, verbose_name="mots")),
            ],
            options={
                "verbose_name": "texte cherché",
                "verbose_name_plural": "textes cherchés",
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(read_all, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["thread", "author"], name="message_by_voice"),
        ),
    ]
