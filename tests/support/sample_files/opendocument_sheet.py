"""An OpenDocument spreadsheet."""

import zipfile
from io import BytesIO

from domain.documents.parts import PartKind
from tests.support.sample_files import SampleFile

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

CONTENT = """\
<office:document-content
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    xmlns:dc="http://purl.org/dc/elements/1.1/">
<office:automatic-styles><style:style style:name="off" style:family="table">
<style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="Nests">
<table:table-row><table:table-cell table:number-columns-repeated="2"/>
<table:table-cell><text:p>bird</text:p></table:table-cell>
<table:table-cell><text:p>share</text:p></table:table-cell>
<table:table-cell><text:p>since</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/>
<table:table-cell><text:p>grey<text:s/>heron</text:p></table:table-cell>
<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25%</text:p>
<office:annotation><dc:creator>Ann</dc:creator><text:p>Counted in May</text:p></office:annotation>
</table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2024-03-01"><text:p>1/3/24</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048574"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
</table:table>
<table:table table:name="Lists" table:style-name="off"><table:table-row><table:table-cell>
<text:p>not to be read</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>
"""


def sample() -> SampleFile:
    """Return a spreadsheet with a table, a comment and a hidden sheet."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", MEDIA_TYPE)
        archive.writestr("content.xml", CONTENT)
    return SampleFile(
        media_type=MEDIA_TYPE,
        filename="nests.ods",
        content=content.getvalue(),
        reads=(
            "## Nests",
            "| bird | share | since |",
            "| grey heron | 25% | 2024-03-01 |",
            "Comment by Ann: Counted in May",
        ),
        hidden=("not to be read",),
        parts=((PartKind.SHEET, 1),),
    )
