"""docs/formats.md and the registry list the same formats."""

import re
from pathlib import Path

from adapters.file_formats.registry import FORMATS

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()
MOST_NAMED_ENDINGS = 10  # of source code there are dozens, so that its row names examples


def test_every_format_has_a_row_with_its_endings() -> None:
    """The first column has the names of the registry, the second one their endings."""
    table = PAGE[PAGE.index("| format |") : PAGE.index("\n\n", PAGE.index("| format |"))]
    rows = [line.split(" | ")[:2] for line in table.splitlines()[2:]]
    listed = {name for names, _ in rows for name in names.removeprefix("| ").split(", ")}
    assert listed == {entry.format.name for entry in FORMATS}
    endings = [ending for _, cell in rows for ending in re.findall(r"`(\.\w+)`", cell)]
    registered = {entry.format.name: entry.format.suffixes for entry in FORMATS}
    assert len(set(endings)) == len(endings)
    assert set(endings) <= {ending for all_of_one in registered.values() for ending in all_of_one}
    for suffixes in registered.values():
        if len(suffixes) <= MOST_NAMED_ENDINGS:
            assert set(suffixes) <= set(endings)
