"""Errors on the library as a whole: its backups and its embedding model."""

from domain.errors.kinds import Conflict, InvalidInput, Unavailable


class BackupDamaged(InvalidInput):
    """This is no complete backup of Quoth, or it was altered: nothing was changed."""

    code = "backup_damaged"


class DatabaseInUse(Conflict):
    """Another Quoth uses the database, and nothing was changed.

    Stop the server and the other commands, then try again.
    """

    code = "database_in_use"


class DatabaseNotEmpty(Conflict):
    """Something is stored in the database already, and nothing was changed.

    Restore into a new data directory or database, or replace everything with --force.
    """

    code = "database_not_empty"


class NothingToDo(Conflict):
    """The document is processed: there is nothing to retry or to cancel."""

    code = "nothing_to_do"


class BuildRefused(Conflict):
    """The vectors of another model cannot be built now. Nothing was changed."""

    code = "build_refused"


class EmbeddingModelChanged(Unavailable):
    """The library has just gone over to another embedding model. Try again in a moment."""

    code = "embedding_model_changed"
