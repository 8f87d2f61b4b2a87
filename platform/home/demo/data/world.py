"""All of it, in the order in which it is loaded."""

from home.demo.data.accounts import ACCOUNTS
from home.demo.data.group_informal import INFORMAL
from home.demo.data.groups_other import OTHER_GROUPS
from home.demo.data.organisations import ORGANISATIONS
from home.demo.data.trials_fictitious import FICTITIOUS_TRIALS
from home.demo.data.trials_real import TRIALS as REAL_TRIALS

GROUPS = (INFORMAL, *OTHER_GROUPS)
TRIALS = (*REAL_TRIALS, *FICTITIOUS_TRIALS)

__all__ = ["ACCOUNTS", "GROUPS", "ORGANISATIONS", "TRIALS"]
