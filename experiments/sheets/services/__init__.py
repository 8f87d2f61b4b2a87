"""Every write of a sheet: writing it, having it signed, publishing it."""

from experiments.sheets.services.publishing import publish, withdraw
from experiments.sheets.services.signing import (
    RESEND_AFTER,
    VALID_FOR,
    SignatureClosedError,
    ask_signatures,
    deliver_request,
    resend_request,
    sign,
)
from experiments.sheets.services.writing import SheetConflictError, save_sheet

__all__ = [
    "RESEND_AFTER",
    "VALID_FOR",
    "SheetConflictError",
    "SignatureClosedError",
    "ask_signatures",
    "deliver_request",
    "publish",
    "resend_request",
    "save_sheet",
    "sign",
    "withdraw",
]
