"""A file of separated values."""

from domain.documents.parts import PartKind
from tests.support.sample_files import SampleFile

TEXT = """\
bird;weight;remark\r
heron;"1,5 kg";"nests in the
old mill"\r
wren;9 g;"""


def sample() -> SampleFile:
    """Return values with semicolons between them, and a line end in one of them."""
    return SampleFile(
        media_type="text/csv",
        filename="herons.csv",
        content=TEXT.encode(),
        reads=(
            "| bird | weight | remark |",
            "| heron | 1,5 kg | nests in the old mill |",
            "| wren | 9 g |  |",
        ),
        parts=((PartKind.SHEET, 1),),
    )
