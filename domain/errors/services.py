"""Parts that Quoth needs and that are not available."""

from domain.errors.kinds import Unavailable


class DatabaseUnavailable(Unavailable):
    """The database is not reachable, or too busy. Try again in a moment."""

    code = "database_unavailable"


class OutcomeUnknown(DatabaseUnavailable):
    """The connection to the database was lost, so the change may or may not have been stored.

    Look whether it was, or send it again: a file that was stored is not stored twice, and neither
    is a request with the same Idempotency-Key.
    """

    code = "outcome_unknown"


class DistributedIndexUnavailable(Unavailable):
    """The distributed index of passages does not answer; the library itself is complete.

    What is not in the index yet waits in the database, and is written when the index answers again.
    """

    code = "distributed_index_unavailable"


class NotAudited(Unavailable):
    """What you asked for was done, but its entry in the audit log could not be stored.

    Look before you send it again, when the database is reachable: it is not undone.
    """

    code = "not_audited"


class InsufficientStorage(Unavailable):
    """The disk of the database is full, so nothing can be stored. Free some space on it.

    Quoth then goes on by itself. Meanwhile it searches and shows what is stored.
    """

    code = "insufficient_storage"


class Starting(Unavailable):
    """Quoth is starting; try again in a few seconds."""

    code = "starting"


class EmbedderUnavailable(Unavailable):
    """The embedding model is still loading. Try again in a moment."""

    code = "embedder_unavailable"


class RerankerUnavailable(Unavailable):
    """The reranking model is still loading. Try again in a moment."""

    code = "reranker_unavailable"


class ReadersUnavailable(Unavailable):
    """The processes that read files do not start, so nothing was stored. Try again in a moment."""

    code = "readers_unavailable"


class ServerBusy(Unavailable):
    """The server is doing as much as it can, so nothing was changed. Try again in a moment."""

    code = "server_busy"


class ServerStopping(Unavailable):
    """The server is stopping; nothing was changed. Try again in a moment."""

    code = "server_stopping"
