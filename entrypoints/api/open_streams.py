"""How many streams of events are open at the same time, apart from those that ask a question."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from application.limits.admission import Admission

# each looks every two seconds whether its reader may read on; as many that ask are known to work
MOST_STREAMS = 600

_held: ContextVar[ExitStack] = ContextVar("what is held until the end of the request")


@contextmanager
def held_until_the_end() -> Iterator[None]:
    """Let a request, which is the block, hold its place until its response was sent or given up.

    The stream itself could not give the place back: one that never began has no end.
    """
    with ExitStack() as stack:
        token = _held.set(stack)
        try:
            yield
        finally:
            _held.reset(token)


class OpenStreams:
    """Admits requests that follow something."""

    def __init__(self, most: int) -> None:
        self._admission = Admission(most)

    def enter(self) -> None:
        """Take a place until the end of the request.

        Raises:
            ServerBusy: If as many as possible are open, of all or of this workspace.
        """
        _held.get().enter_context(self._admission.admitted())
