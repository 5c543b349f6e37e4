"""The capacity model of `make bench BENCH=capacity`."""

from collections.abc import Callable

import pytest

from tests.benchmarks.capacity import (
    PAGE,
    Model,
    Points,
    errors_of,
    logarithm_through,
    measured_sizes,
    plan,
    power_through,
)
from tests.benchmarks.users import ANSWERS_A_SECOND, answered, at_once, errors


def test_the_model_reads_every_size_of_the_page_and_brackets_the_largest() -> None:
    """From the smaller sizes, one model is too low for a million passages and one too high."""
    sizes = measured_sizes(PAGE.read_text())
    assert [each.passages for each in sizes] == [1_000, 10_000, 100_000, 1_000_000]
    hybrid = [(float(each.passages), each.hybrid) for each in sizes]
    low, high = errors_of(logarithm_through, hybrid)[-1], errors_of(power_through, hybrid)[-1]
    assert -0.3 < low < 0 < high < 0.3


@pytest.mark.parametrize(
    ("through", "exact"),
    [(logarithm_through, lambda tens: 2.0 + tens), (power_through, lambda tens: 2.0 * 10**tens)],
)
def test_a_model_is_exact_where_it_holds(
    through: Callable[[Points], Model], exact: Callable[[float], float]
) -> None:
    """Points of its own form have no error, and are continued."""
    points = [(10.0**tens, exact(tens)) for tens in range(4)]
    assert errors_of(through, points) == pytest.approx([0, 0, 0, 0])
    assert through(points)(1e6) == pytest.approx(exact(6))


def test_a_plan_grows_with_passages_and_users() -> None:
    """Memory and disk follow the passages, cores of servers the users."""
    sizes = measured_sizes(PAGE.read_text())
    small, large = plan(sizes, 1_000_000, 1_000), plan(sizes, 100_000_000, 10_000)
    assert large.index_gb == pytest.approx(100 * small.index_gb)
    assert large.disk_gb == pytest.approx(100 * small.disk_gb)
    assert small.server_cores == 2
    assert large.server_cores == 20
    assert large.dollars_a_month > small.dollars_a_month


def test_users_wait_for_each_other_and_for_no_more_than_a_server_writes() -> None:
    """Answers share the server: two at half of what it can do, and beyond that all of them."""
    assert at_once(1, 1e9) == pytest.approx(1)
    assert at_once(42, 2 * 42 / ANSWERS_A_SECOND) == pytest.approx(2)
    assert [at_once(users, 10.0) for users in (100, 500)] == [100, 200]
    assert [answered(users, 10.0) for users in (50, 100, 500)] == [5.0, 8.4, 8.4]


def test_each_measured_crowd_is_predicted_from_the_others() -> None:
    """No crowd is further off than three tenths when the model does not know it."""
    assert all(abs(each) < 0.3 for each in errors())
