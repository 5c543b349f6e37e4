"""The simulation of `make bench BENCH=replicas`."""

import pytest

from tests.benchmarks.capacity import QUESTION_DATABASE, QUESTION_SERVER
from tests.benchmarks.replicas import Cores, answers_a_second


def test_cores_serve_in_turn() -> None:
    """Who comes while all cores are busy waits for the first that is free."""
    cores = Cores(2)
    assert [cores.serve(0.0, seconds) for seconds in (3.0, 1.0, 1.0)] == [3.0, 1.0, 2.0]
    assert cores.serve(5.0, 1.0) == 6.0


@pytest.mark.parametrize(
    ("servers", "users", "pause", "expected"),
    [
        (1, 20, 10.0, 20 / 10.0),
        (1, 60, 0.0, 1 / QUESTION_SERVER),
        (2, 120, 0.0, 2 / QUESTION_SERVER),
        (6, 360, 0.0, 1 / QUESTION_DATABASE),
    ],
)
def test_the_slowest_part_decides(servers: int, users: int, pause: float, expected: float) -> None:
    """Users get what they ask for, what the servers can do, or what the database can."""
    assert answers_a_second(servers, users, pause) == pytest.approx(expected, rel=0.05)
