"""Forms of sheets: writing one, having it signed."""

from experiments.sheets.forms.signing import SignatoriesForm, SignForm, WithdrawForm
from experiments.sheets.forms.writing import NOTHING, AdoptedSheetForm, SheetForm

__all__ = [
    "NOTHING",
    "AdoptedSheetForm",
    "SheetForm",
    "SignForm",
    "SignatoriesForm",
    "WithdrawForm",
]
