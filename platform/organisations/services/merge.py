"""Two organisations found to be one, and the way back."""

from itertools import groupby, islice

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from organisations import merging
from organisations.enums import Kind
from organisations.models import MergedRow, Organisation, OrganisationMerge
from organisations.services.errors import CollisionError, MergeRefusedError

# Rows moved back by one statement: SQLite takes some hundreds of parameters.
BATCH = 500


def check_mergeable(*, survivor: Organisation, merged: Organisation) -> None:
    """Raise MergeRefusedError, with its reason, if these two cannot be one."""
    if survivor.pk == merged.pk:
        raise MergeRefusedError(_("Choisissez deux organisations différentes."))
    if survivor.merged_into_id or merged.merged_into_id:
        raise MergeRefusedError(_("L’une des deux a déjà été fusionnée."))
    if merged.kind == Kind.NETWORK:
        raise MergeRefusedError(_("Le réseau lui-même ne peut pas disparaître."))
    if merged.kind == Kind.COLLECTIVITY and survivor.kind != Kind.COLLECTIVITY:
        raise MergeRefusedError(
            _("Une collectivité ne disparaît pas dans une structure\u00a0: inversez les deux.")
        )
    if merged.code and not survivor.code:
        raise MergeRefusedError(
            _("C’est la collectivité du référentiel officiel qu’il faut garder\u00a0: inversez.")
        )
    if merged.code and survivor.code and merged.code != survivor.code:
        raise MergeRefusedError(
            _("Ce sont deux collectivités officielles, avec chacune son code\u00a0: %(codes)s.")
            % {"codes": f"{survivor.code}, {merged.code}"}
        )
    if merged.siren and survivor.siren and merged.siren != survivor.siren:
        raise MergeRefusedError(_("Elles ont chacune leur numéro SIREN\u00a0: vérifiez-les."))


def _locked(*pks: int) -> list[Organisation]:
    """These organisations, in that order; nothing new names them until the transaction ends."""
    for prepare in merging.before_move:
        prepare(pks)
    rows = Organisation.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in pks]


@transaction.atomic
def merge_organisations(*, survivor: Organisation, merged: Organisation, by) -> OrganisationMerge:
    """Make everything that names `merged` name `survivor`, and its page lead there.

    Every row moved is noted: `undo_merge` puts it back. Raises MergeRefusedError where these two
    cannot be one, CollisionError where rows of both would be the same: nothing is changed then.
    """
    if survivor.pk == merged.pk:
        check_mergeable(survivor=survivor, merged=merged)
    survivor, merged = _locked(survivor.pk, merged.pk)
    check_mergeable(survivor=survivor, merged=merged)
    if merging.collisions(survivor, merged):
        raise CollisionError
    merge = OrganisationMerge.objects.create(survivor=survivor, merged=merged, by=by)
    for relation in merging.relations():
        name, label = relation.field.name, relation.model._meta.label
        keys = list(relation.rows(merged).values_list("pk", flat=True))
        MergedRow.objects.bulk_create(
            [MergedRow(merge=merge, model=label, field=name, row=str(key)) for key in keys],
            batch_size=BATCH,
        )
        try:
            with transaction.atomic():
                relation.rows(merged).update(**{name: survivor})
        except IntegrityError as error:
            # A rule that the model does not tell: kept by the database alone.
            raise CollisionError from error
    merged.merged_into = survivor
    merged.save(update_fields=["merged_into", "updated_at"])
    _record("organisation.merged", merge, by, rows=merge.rows.count())
    return merge


@transaction.atomic
def undo_merge(*, merge: OrganisationMerge, by) -> int:
    """Put back what the merge moved and still names the survivor; how many rows. Twice is once.
    Raises MergeRefusedError after 30 days, or where a later merge must be undone first."""
    survivor, merged = _locked(merge.survivor_id, merge.merged_id)
    current = OrganisationMerge.objects.get(pk=merge.pk)
    if current.undone_at is not None:
        return 0
    if not current.can_be_undone:
        raise MergeRefusedError(_("Une fusion peut être défaite pendant trente jours."))
    if survivor.merged_into_id is not None:
        raise MergeRefusedError(
            _("«\u00a0%(name)s\u00a0» a été fusionnée depuis\u00a0: défaites d’abord cette fusion.")
            % {"name": survivor.name}
        )
    back = 0
    rows = current.rows.order_by("model", "field", "pk").values_list("model", "field", "row")
    for (label, name), group in groupby(rows, key=lambda row: row[:2]):
        manager = apps.get_model(label)._meta.base_manager
        keys_of_group = (key for _label, _name, key in group)
        while keys := list(islice(keys_of_group, BATCH)):
            still = manager.filter(**{"pk__in": keys, name: survivor})
            back += still.update(**{name: merged})
    merged.merged_into = None
    merged.save(update_fields=["merged_into", "updated_at"])
    current.undone_at, current.undone_by = timezone.now(), by
    current.save(update_fields=["undone_at", "undone_by"])
    _record("organisation.merge_undone", current, by, rows=back)
    return back


def _record(action: str, merge: OrganisationMerge, by, *, rows: int) -> None:
    record(
        action=action,
        actor=by,
        target=merge,
        survivor=merge.survivor_id,
        merged=merge.merged_id,
        rows=rows,
    )
    for follow in merging.after_move:
        follow([merge.survivor_id, merge.merged_id])
