"""Forms of experimentations, by entity."""

from experiments.forms.experimentation import (
    CarrierForm,
    DescriptionForm,
    StageForm,
)
from experiments.forms.filters import ExperimentationFilters
from experiments.forms.journal import EntryEditForm, EntryForm, KeepForm, OfflineEntryForm
from experiments.forms.parts import ActionForm, FundingForm, PartnerForm

__all__ = [
    "ActionForm",
    "CarrierForm",
    "DescriptionForm",
    "EntryEditForm",
    "EntryForm",
    "ExperimentationFilters",
    "FundingForm",
    "KeepForm",
    "OfflineEntryForm",
    "PartnerForm",
    "StageForm",
]
