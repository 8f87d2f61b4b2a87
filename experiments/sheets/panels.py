"""What sheets add to the pages of experimentations, and to the view of what a guest sees."""

from experiments.models import Experimentation
from experiments.sheets.enums import Decision, Origin, SheetState
from experiments.sheets.permissions import (
    can_publish_sheet,
    can_read_draft,
    can_withdraw_sheet,
    can_write_sheet,
    referents_of,
)
from experiments.sheets.selectors import sheet_of, versions_of
from groups.models import Space
from groups.permissions import Access
from groups.querysets import PUBLIC_STATES


def standing(experimentation: Experimentation, access: Access) -> dict:
    """Where the sheet is, as far as `access` tells: at most five queries."""
    sheet = sheet_of(experimentation)
    group = experimentation.space.group
    public = sheet is not None and sheet.published and group.state in PUBLIC_STATES
    context = {
        "sheet": sheet,
        "published": sheet.published if public else None,
        "reads_draft": can_read_draft(access),
        "can_write_sheet": can_write_sheet(access),
    }
    if sheet is None or not context["reads_draft"]:
        return context
    versions = list(versions_of(sheet))
    signatures = list(versions[0].signatures.all()) if versions else []
    signing = sheet.state == SheetState.SIGNING
    signed = signing and all(each.decision == Decision.AGREED for each in signatures)
    return context | {
        "versions": versions,
        "signatures": signatures if signing or sheet.state == SheetState.PUBLISHED else [],
        "is_signing": signing,
        "is_network": sheet.origin == Origin.NETWORK,
        "lacks_referent": signing and not referents_of(experimentation.owner).exists(),
        "can_publish": can_publish_sheet(access)
        and (signed or (sheet.origin == Origin.NETWORK and sheet.state != SheetState.PUBLISHED)),
        "can_withdraw": can_withdraw_sheet(access) and sheet.published is not None,
    }


def seen(space: Space, access: Access, asked: dict) -> dict:
    """The tab of the sheet as a guest sees it."""
    trial = space.experimentation
    trial.space = space
    return {
        "experimentation": trial,
        "summary": trial.summary,
        **standing(trial, access),
        "can_write_sheet": False,
    }
