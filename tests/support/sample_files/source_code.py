"""A file of source code."""

from tests.support.sample_files import SampleFile

TEXT = """\
# Counts herons
def count(nests):
    return 2 * nests
"""


def sample() -> SampleFile:
    """Return Python with a comment."""
    return SampleFile(
        media_type="text/x-source-code",
        filename="herons.py",
        content=TEXT.encode(),
        reads=("```python", "# Counts herons", "def count(nests):", "    return 2 * nests", "```"),
    )
