"""How fast a sync goes."""

import pytest

from domain.syncing.pace import Pace


def test_the_time_left_follows_the_work_that_is_done() -> None:
    """Half of the files with half of the bytes take as long as the rest."""
    pace = Pace(files=10, size=1_000_000, files_done=5, size_done=500_000, seconds=20)
    assert pace.seconds_left == 20
    assert pace.share == 0.5
    assert pace.bytes_a_second == 25_000


def test_files_of_unknown_size_count_as_files() -> None:
    """Without sizes, the number of files tells the time left."""
    assert Pace(4, 0, files_done=1, seconds=3).seconds_left == 9


@pytest.mark.parametrize("pace", [Pace(0, 0), Pace(0, 0, seconds=1)])
def test_without_work_nothing_is_left(pace: Pace) -> None:
    """An empty sync is done, and a sync that has not begun says nothing."""
    assert (pace.share, pace.seconds_left) == (1.0, 0.0)
    assert Pace(3, 10).seconds_left is None
