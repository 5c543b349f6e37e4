"""A JSON file."""

from tests.support.sample_files import SampleFile

TEXT = """\
{"place": "old mill", "nests": 123456789012345678901, "birds": [
  {"name": "heron", "weight": 1.50},
  {"name": "wren", "weight": 0.01}
]}
"""


def sample() -> SampleFile:
    """Return an object with fields and a list of objects."""
    return SampleFile(
        media_type="application/json",
        filename="nests.json",
        content=TEXT.encode(),
        reads=(
            "place: old mill",
            "nests: 123456789012345678901",
            "# birds",
            "| name | weight |",
            "| heron | 1.50 |",
        ),
    )
