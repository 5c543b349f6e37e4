"""An OpenDocument text."""

from tests.support.office_files import odt
from tests.support.sample_files import SampleFile

TEXT = """\
<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Nests</text:h>
<text:p>The heron nests in the mill.</text:p>
<text:list><text:list-item><text:p>four eggs</text:p></text:list-item></text:list>
"""


def sample() -> SampleFile:
    """Return a text with a heading, a list and a deletion."""
    return SampleFile(
        media_type="application/vnd.oasis.opendocument.text",
        filename="herons.odt",
        content=odt(TEXT),
        reads=("# Nests", "The heron nests in the mill.", "- four eggs"),
        hidden=("gone",),
    )
