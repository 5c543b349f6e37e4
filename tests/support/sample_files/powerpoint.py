"""A PowerPoint presentation."""

from domain.documents.parts import PartKind
from tests.support.office_files import pptx, shape
from tests.support.sample_files import SampleFile


def sample() -> SampleFile:
    """Return a presentation with two slides."""
    slides = [
        shape("Nests", kind="title") + shape("The heron nests in the mill.", kind="body"),
        shape("Eggs", kind="title") + shape("Four of them.") + shape("page 2", kind="ftr"),
    ]
    return SampleFile(
        media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
        filename="herons.pptx",
        content=pptx(slides),
        reads=("## Nests", "The heron nests in the mill.", "## Eggs", "Four of them."),
        hidden=("page 2",),
        parts=((PartKind.SLIDE, 1), (PartKind.SLIDE, 2)),
    )
