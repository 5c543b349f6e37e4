"""A book in EPUB."""

import io
import zipfile

from tests.support.sample_files import SampleFile

MEMBERS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": """\
<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf"/></rootfiles>
</container>
""",
    "book/package.opf": """\
<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>The Herons of the Mill</dc:title><dc:creator>Ada Reed</dc:creator>
<dc:language>en</dc:language>
</metadata>
<manifest>
<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="one%20.xhtml" media-type="application/xhtml+xml"/>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
</manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine>
</package>
""",
    "book/nav.xhtml": """\
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><nav><ol>
<li><a href="one%20.xhtml">The dam</a></li><li><a href="two.xhtml">The nests</a></li>
</ol></nav></body></html>
""",
    "book/one .xhtml": """\
<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>
<p>The dam was repaired, and the herons left.</p>
</body></html>
""",
    "book/two.xhtml": """\
<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>
<h1>The nests</h1><p>Eleven years later they came back.</p>
</body></html>
""",
}


def book(members: dict[str, str]) -> bytes:
    """Return an archive with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            # without the time, the archive is the same each time
            archive.writestr(zipfile.ZipInfo(name), text)
    return file.getvalue()


def sample() -> SampleFile:
    """Return a book of two chapters; only the table of contents names the first one."""
    return SampleFile(
        media_type="application/epub+zip",
        filename="herons.epub",
        content=book(MEMBERS),
        reads=(
            "# The dam",
            "The dam was repaired, and the herons left.",
            "# The nests",
            "Eleven years later they came back.",
        ),
        hidden=("container", "Ada Reed"),
    )
