"""Measuring the parts of a search."""

import pytest

from application.retrieval.stopwatch import Stopwatch
from domain.conversation.message import Timings


def test_a_part_that_runs_twice_is_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Durations are in milliseconds, a part may run again or fail, and others stay unknown."""
    ticks = iter((1.0, 1.25, 2.0, 2.5, 3.0, 3.125))
    monkeypatch.setattr("application.retrieval.stopwatch.time.perf_counter", lambda: next(ticks))
    watch = Stopwatch()
    for _ in range(2):
        with watch.measure("embed"):
            pass
    with pytest.raises(KeyError), watch.measure("search"):
        raise KeyError
    assert watch.timings == Timings(embed=750.0, search=125.0)
