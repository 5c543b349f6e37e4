"""A page that a browser saved as one file."""

import quopri

from tests.support.sample_files import SampleFile
from tests.support.sample_files.web_page import PAGE

HEAD = """\
From: <Saved by Blink>
Snapshot-Content-Location: https://valley.example/herons
Subject: Herons return to the mill
Date: Fri, 3 May 2024 09:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----page----"

------page----
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://valley.example/herons

"""
TAIL = """
------page----
Content-Type: text/css
Content-Transfer-Encoding: quoted-printable
Content-Location: https://valley.example/page.css

body { color: black }
------page------
"""


def sample() -> SampleFile:
    """Return a page with its style sheet, as Chromium saves it."""
    page = quopri.encodestring(PAGE.encode()).decode()
    return SampleFile(
        media_type="multipart/related",
        filename="herons.mhtml",
        content=(HEAD + page + TAIL).replace("\n", "\r\n").encode(),
        reads=("# Herons return to the mill", "## Nests", "| heron | 3 |"),
        hidden=("color: black", "secret word"),
    )
