"""Forms of experimentations, by entity."""

from experiments.forms.experimentation import (
    CarrierForm,
    DescriptionForm,
    ExperimentationForm,
    StageForm,
)
from experiments.forms.journal import EntryEditForm, EntryForm, KeepForm
from experiments.forms.parts import ActionForm, FundingForm, PartnerForm

__all__ = [
    "ActionForm",
    "CarrierForm",
    "DescriptionForm",
    "EntryEditForm",
    "EntryForm",
    "ExperimentationForm",
    "FundingForm",
    "KeepForm",
    "PartnerForm",
    "StageForm",
]
