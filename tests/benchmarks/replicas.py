"""Answers a second of several servers on one database. It is simulated, and measures nothing.

A machine of two cores cannot carry three servers, their database and clients. So the processor
times of one answer, which were measured, are spent on simulated cores: each server has one, and the
database has its own. Who comes to a core waits behind those who came before.
"""

import random
from heapq import heapify, heappop, heappush

from tests.benchmarks.capacity import QUESTION_DATABASE, QUESTION_SERVER
from tests.benchmarks.figures import Figure, times
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.users import ANSWERS_A_SECOND

REPLICAS = 3
USERS_EACH = 60  # of one server, who never pause: more than it can answer
PIECES, MODEL_SECONDS = 20, 2.0  # of an answer, as in the soak
SECONDS, WARM_UP = 60.0, 10.0
CROWD, PAUSE = 100, 10.0  # the soak that ANSWERS_A_SECOND is from
RATIO = 2.5


class Cores:
    """Serves in turn whoever comes. Those who come have to be given in the order of their times."""

    def __init__(self, count: int) -> None:
        self._free = [0.0] * count

    def serve(self, at: float, seconds: float) -> float:
        """Return when someone who comes at a time, and takes so many seconds, is served."""
        end = max(at, heappop(self._free)) + seconds
        heappush(self._free, end)
        return end


def answers_a_second(
    servers: int, users: int, pause: float = 0.0, *, database_cores: int = 1
) -> float:
    """Simulate users, and return how many answers end in a second.

    Args:
        servers: How many there are; users are spread over them evenly.
        users: How many ask.
        pause: The seconds from one question of a user to the next, which waits for its answer.
        database_cores: How many the database has.
    """
    chance = random.Random(servers)  # noqa: S311 - the same each time
    replicas, database = [Cores(1) for _ in range(servers)], Cores(database_cores)
    began = [chance.uniform(0, pause or MODEL_SECONDS) for _ in range(users)]
    due = [(at, user, 0) for user, at in enumerate(began)]
    heapify(due)
    ended = 0
    while due[0][0] < SECONDS:
        at, user, step = heappop(due)
        if step == 2 * PIECES:
            ended += at > WARM_UP
            at = began[user] = max(at, began[user] + pause)
            step = 0
        if step % 2:
            share = chance.expovariate(PIECES / QUESTION_DATABASE)
            at = database.serve(at, share) + MODEL_SECONDS / PIECES
        else:
            share = chance.expovariate(PIECES / QUESTION_SERVER)
            at = replicas[user % servers].serve(at, share)
        heappush(due, (at, user, step + 1))
    return ended / (SECONDS - WARM_UP)


def run(_: Sizes) -> list[Figure]:
    """Simulate one server and three, and one as it was measured."""
    alone = answers_a_second(1, USERS_EACH)
    together = answers_a_second(REPLICAS, REPLICAS * USERS_EACH)
    soaked = answers_a_second(1, CROWD, PAUSE)
    return [
        Figure(
            f"simulated: answers a second of {REPLICAS} servers, whose database has one core",
            f"{together:.1f}",
            f"{alone:.1f} of one",
            times(together / alone),
            f"≥ × {RATIO}",
            together >= RATIO * alone,
        ),
        Figure(
            "simulated: the most that a database of one core carries",
            f"{answers_a_second(10, 10 * USERS_EACH):.1f} answers a second",
        ),
        Figure(
            f"simulated: answers a second of one server, {CROWD} users who ask every {PAUSE:g} s",
            f"{soaked:.1f}",
            f"{ANSWERS_A_SECOND} measured",
            f"{soaked / ANSWERS_A_SECOND - 1:+.0%}",
        ),
    ]
