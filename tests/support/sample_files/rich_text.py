"""A document in the Rich Text Format."""

from tests.support.sample_files import SampleFile

TEXT = r"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}
{\stylesheet{\s1\outlinelevel0 heading 1;}}{\header Running head\par}
\pard\s1 Nests\par
\pard The heron nests in a caf\'e9 {\v not to be read}by the mill.\par
\trowd\cellx1\cellx2\pard\intbl bird\cell weight\cell\row
\trowd\cellx1\cellx2\pard\intbl heron\cell 2 kg\cell\row
\pard}
"""


def sample() -> SampleFile:
    """Return a document with a heading, hidden text and a table."""
    return SampleFile(
        media_type="application/rtf",
        filename="herons.rtf",
        content=TEXT.encode("ascii"),
        reads=("# Nests", "The heron nests in a café by the mill.", "| heron | 2 kg |"),
        hidden=("not to be read", "Running head"),
    )
