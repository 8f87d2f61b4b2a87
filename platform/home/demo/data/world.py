"""All of it, in the order in which it is loaded."""

from home.demo.data.accounts import ACCOUNTS
from home.demo.data.collectivities import COLLECTIVITIES, NETWORK
from home.demo.data.fictitious import FICTITIOUS
from home.demo.data.group_informal import INFORMAL
from home.demo.data.groups_other import OTHER_GROUPS
from home.demo.data.partners import PARTNERS
from home.demo.data.trial_angers import ANGERS
from home.demo.data.trial_grigny import GRIGNY
from home.demo.data.trial_stains import STAINS
from home.demo.data.trial_toulouse import TOULOUSE
from home.demo.data.trials_exemple import MARKET, REPAIR, SEWING
from home.demo.data.trials_exempleville import BUILDING, CHILDCARE

ORGANISATIONS = (NETWORK, *COLLECTIVITIES, *PARTNERS, *FICTITIOUS)
GROUPS = (INFORMAL, *OTHER_GROUPS)
TRIALS = (GRIGNY, ANGERS, STAINS, TOULOUSE, CHILDCARE, SEWING, MARKET, BUILDING, REPAIR)

__all__ = ["ACCOUNTS", "GROUPS", "ORGANISATIONS", "TRIALS"]
