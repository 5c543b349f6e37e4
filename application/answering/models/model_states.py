"""What is known of each model from its last use."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from domain.errors import LanguageModelFailed, LanguageModelTimedOut

RESTING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class _Failure:
    error: LanguageModelFailed
    at: float


class ModelStates:
    """Remembers which models failed to begin an answer when they were last used, and why.

    A model that took too long rests for a while. Otherwise each question would wait for it as long
    as the first one, before another model takes over.

    Args:
        clock: Returns the seconds that have passed since any moment.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[str, _Failure] = {}

    def worked(self, name: str) -> None:
        """Forget the failure of a model."""
        self._failures.pop(name, None)

    def failed(self, name: str, error: LanguageModelFailed) -> None:
        """Remember the failure of a model."""
        self._failures[name] = _Failure(error, self._clock())

    def problem(self, name: str) -> LanguageModelFailed | None:
        """Return why a model failed when it was last used; None if it did not."""
        failure = self._failures.get(name)
        return None if failure is None else failure.error

    def resting(self, name: str) -> LanguageModelFailed | None:
        """Return why a model rests; None if it may be used."""
        failure = self._failures.get(name)
        if failure is None or not isinstance(failure.error, LanguageModelTimedOut):
            return None
        return failure.error if self._clock() - failure.at < RESTING_SECONDS else None
