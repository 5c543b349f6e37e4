"""Errors of questions, sessions and answers."""

from collections.abc import Sequence

from domain.errors.kinds import Conflict, InvalidInput, NotAllowed, NotFound, QuothError


class MessageEmpty(InvalidInput):
    """The message is empty: ask a question."""

    code = "message_empty"


class MessageTooLong(InvalidInput):
    """The message is too long: shorten the question."""

    code = "message_too_long"


class ModelUnknown(InvalidInput):
    """There is no model with this name, so nothing was stored."""

    code = "model_unknown"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """Put the names that there are into the message.

        Args:
            name: The name that was asked for.
            known: The names of the models.
        """
        super().__init__(
            f"There is no model {name!r}, so nothing was stored: choose one of {', '.join(known)}."
        )


class FeedbackInvalid(InvalidInput):
    """The feedback does not fit the answer, so nothing was stored."""

    code = "feedback_invalid"


class IdempotencyKeyReused(InvalidInput):
    """This Idempotency-Key was used for another request: use a new key for a new request."""

    code = "idempotency_key_reused"


class SessionNotFound(NotFound):
    """There is no session with this id: create one first."""

    code = "session_not_found"


class MessageNotFound(NotFound):
    """There is no answer with this id, or its session was deleted."""

    code = "message_not_found"


class AnswerWithheld(NotAllowed):
    """This answer rests on documents that you may not read.

    An admin of the workspace can give you a group that may.
    """

    code = "answer_withheld"


class AnswerInProgress(Conflict):
    """This session's previous answer is still being written: wait for it, or cancel it."""

    code = "answer_in_progress"


class LanguageModelFailed(QuothError):
    """The language model stopped before the end. The text so far is saved: ask again."""

    code = "language_model_failed"

    def __init__(self, message: str | None = None, retry_after: float | None = None) -> None:
        """Set the message and the waiting time.

        Args:
            message: What happened; None for the default message.
            retry_after: The seconds until another attempt makes sense; None if unknown.
        """
        super().__init__(message)
        self.retry_after = retry_after


class LanguageModelTimedOut(LanguageModelFailed):
    """The language model took too long. The text so far is saved: ask again."""

    code = "language_model_timed_out"


class LanguageModelRejected(LanguageModelFailed):
    """The language model refused the request: check its name and its key in the settings."""

    code = "language_model_rejected"


class AnswerInterrupted(QuothError):
    """The server stopped while it wrote the answer. The text so far is saved: ask again."""

    code = "interrupted"
