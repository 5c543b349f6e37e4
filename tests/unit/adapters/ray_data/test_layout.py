"""How the work on a cluster is divided."""

import pytest

from adapters.ray_data.layout import Layout, layout_of


@pytest.mark.parametrize(
    ("nodes", "layout"),
    [
        ([{"CPU": 1.0}], Layout(1, 1, 0, 1)),
        ([{"CPU": 2.0}, {"CPU": 2.0}, {"CPU": 2.0}], Layout(6, 3, 0, 2)),
        ([{"CPU": 16.0}, {"CPU": 4.0}], Layout(20, 3, 0, 4)),
        ([{"CPU": 8.0, "GPU": 2.0}, {"CPU": 32.0}], Layout(40, 2, 1, 8)),
        ([{"node:__internal_head__": 1.0}], Layout(1, 1, 0, 1)),
    ],
)
def test_who_embeds_is_counted_from_the_nodes(
    nodes: list[dict[str, float]], layout: Layout
) -> None:
    """There is one process for each GPU, or else one on each node for up to eight cores."""
    assert layout_of(nodes) == layout
