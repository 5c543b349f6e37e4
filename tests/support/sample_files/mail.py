"""A mail."""

from email.message import EmailMessage

from domain.documents.parts import PartKind
from tests.support.sample_files import SampleFile

TEXT = """\
Dear Ben,

the herons are back: three pairs.

Kind regards
Ada
--\x20
Ada Reed, ranger

On Thu, 2 May 2024 at 17:40, Ben Moor <ben@valley.example> wrote:
> Have you seen the herons this year?
> Ben
"""


def sample() -> SampleFile:
    """Return a mail with its text twice, a quoted mail and an attachment."""
    mail = EmailMessage()
    mail["From"] = "Ada Reed <ada@valley.example>"
    mail["To"] = "Ben Moor <ben@valley.example>"
    mail["Date"] = "Fri, 03 May 2024 09:00:00 +0200"
    mail["Subject"] = "Hérons"
    mail["Message-ID"] = "<1@valley.example>"
    mail.set_content(TEXT)
    mail.add_alternative("<p>Dear Ben,</p><p>the herons are back: three pairs.</p>", subtype="html")
    mail.add_attachment("pairs;3\n", subtype="csv", filename="count.csv")
    # its own boundaries would differ from run to run
    mail.set_boundary("outer")
    next(part for part in mail.walk() if part.get_content_subtype() == "alternative").set_boundary(
        "inner"
    )
    return SampleFile(
        media_type="message/rfc822",
        filename="herons.eml",
        content=mail.as_bytes(),
        reads=(
            "# Hérons",
            "From: Ada Reed <ada@valley.example>",
            "Date: Fri, 03 May 2024 09:00:00 +0200",
            "Attachments: count.csv",
            "the herons are back: three pairs.",
            "Ada Reed, ranger",
            "## Earlier messages",
            "Have you seen the herons this year?",
        ),
        hidden=("Message-ID", "pairs;3", "<p>"),
        parts=((PartKind.MAIL_PART, 1), (PartKind.MAIL_PART, 2)),
    )
