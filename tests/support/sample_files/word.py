"""A Word document."""

from tests.support.office_files import docx, paragraph, table
from tests.support.sample_files import SampleFile

STYLES = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'


def sample() -> SampleFile:
    """Return a document with a heading, a deletion and a table."""
    body = (
        paragraph("Nests", "H1")
        + "<w:p><w:r><w:t>The heron nests in the </w:t></w:r>"
        + "<w:del><w:r><w:delText>new</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t>old</w:t></w:r></w:ins>"
        + "<w:r><w:t> mill.</w:t></w:r></w:p>"
        + table([["bird", "weight"], ["heron", "2 kg"]])
    )
    return SampleFile(
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="herons.docx",
        content=docx(body, styles=STYLES),
        reads=("# Nests", "The heron nests in the old mill.", "| heron | 2 kg |"),
        hidden=("new",),
    )
