"""How soon answers begin beside so many users, by a model and as measured. It measures nothing.

The answers that a server writes share its process, so each takes as many times longer as there are
(M/M/1 with processor sharing). When more is asked than it can answer, every user has one that is
being written, up to the limit of a server.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import geometric_mean

from application.answering.running_answers import MOST_ANSWERS
from tests.benchmarks.figures import Figure

# docs/reliability.md and docs/benchmarks.md, by hand
ANSWERS_A_SECOND = 8.4  # of one server on two cores, which also ran its database and the clients
NEVER_PAUSE = ((1, 25.4), (20, 388.1))  # users, and the median of their first words in ms
SHOWN = (1, 20, 50, 100, 200, 500)
PAUSES = (10.0, 60.0)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Users who ask every so many seconds, and the median time to the first event in ms."""

    users: int
    pause: float
    first: float


MEASURED = (Crowd(50, 10.0, 66.0), Crowd(100, 30.0, 64.0), Crowd(100, 10.0, 3000.0))


def answered(users: int, pause: float) -> float:
    """Return how many answers a second users get."""
    return min(users / pause, ANSWERS_A_SECOND)


def at_once(users: int, pause: float) -> float:
    """Return how many answers are being written when another one begins, itself among them."""
    idle = 1 - users / pause / ANSWERS_A_SECOND
    most = min(users, MOST_ANSWERS)
    return min(most, 1 / idle) if idle > 0 else most


def first_alone(measured: Sequence[Crowd]) -> float:
    """Return the time to the first event of an answer beside no other, fitted to what is given."""
    return geometric_mean([each.first / at_once(each.users, each.pause) for each in measured])


def errors() -> list[float]:
    """Return how far off the model is at each measured crowd when it is left out."""
    return [
        first_alone([each for each in MEASURED if each != left])
        * at_once(left.users, left.pause)
        / left.first
        - 1
        for left in MEASURED
    ]


def figures() -> list[Figure]:
    """Say how far off the model is, and what it says of other crowds."""
    alone = first_alone(MEASURED)
    (one, first), (crowd, waiting) = NEVER_PAUSE
    return [
        Figure(
            f"first words for {crowd} users who never pause, who wait in line",
            f"{waiting / crowd:.1f} ms for each",
            f"{first} ms measured for {one}",
            f"{waiting / crowd / first - 1:+.0%}",
        ),
        *(
            Figure(
                f"first event, {each.users} users who ask every {each.pause:g} s",
                f"{alone * at_once(each.users, each.pause):,.0f} ms",
                f"{each.first:,.0f} ms measured",
                f"{error:+.0%} when left out",
            )
            for each, error in zip(MEASURED, errors(), strict=True)
        ),
        *(
            Figure(
                f"first event, {', '.join(map(str, SHOWN))} users who ask every {pause:g} s",
                ", ".join(f"{alone * at_once(each, pause):,.0f}" for each in SHOWN) + " ms",
                ", ".join(f"{answered(each, pause):.1f}" for each in SHOWN) + " answers a second",
            )
            for pause in PAUSES
        ),
    ]
