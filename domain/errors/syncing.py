"""Errors of syncing a collection with a source."""

from domain.errors.kinds import Conflict, InvalidInput, Unavailable


class SyncRefused(InvalidInput):
    """This cannot be synced, so nothing was changed."""

    code = "sync_refused"


class ItemUnreadable(InvalidInput):
    """The source does not give this file, so its document was not changed."""

    code = "item_unreadable"


class ItemBusy(Conflict):
    """The file is still being written, so its document was not changed: the next sync takes it."""

    code = "item_busy"


class SourceUnavailable(Unavailable):
    """The source cannot be reached, so nothing was changed. Try again in a moment."""

    code = "source_unavailable"
