"""A clock that moves when it is told to."""


class Clock:
    """Tells the seconds that it was advanced by."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
