"""A Markdown file."""

from tests.support.sample_files import SampleFile

TEXT = """\
---
title: Herons
---
# Nests

The [heron](https://example.org/heron) nests in the mill. <!-- not to be read -->

| bird | weight |
| --- | --- |
| heron | 2 kg |
"""


def sample() -> SampleFile:
    """Return Markdown with front matter, a link, a comment and a table."""
    return SampleFile(
        media_type="text/markdown",
        filename="herons.md",
        content=TEXT.encode(),
        reads=("# Nests", "The heron nests in the mill.", "| heron | 2 kg |"),
        hidden=("not to be read", "example.org"),
    )
