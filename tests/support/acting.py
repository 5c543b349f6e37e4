"""Tests act for the user of the machine, unless they enter somebody else."""

from application.access.acting import acting_as
from domain.access.principal import LOCAL_USER
from entrypoints.api.authenticators import Always

# for applications whose requests all come from the user of the machine
EVERYBODY = (Always(LOCAL_USER),)

# entered before any event loop starts, because each loop copies the context that it starts in; held
# here, because the block ends with its object
LOCAL_USER_ACTS = acting_as(LOCAL_USER)
LOCAL_USER_ACTS.__enter__()
