"""A mail is read with its fields, its text and its attachments."""

from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.mail import archive_reader, reader
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.documents.parts import Part, PartKind
from domain.errors import (
    DocumentPasswordRequired,
    FileDamaged,
    FileTooComplex,
    InvalidInput,
    UnsupportedFileType,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mail"


def read(path: Path, content: bytes | str) -> ExtractedText:
    path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
    return reader.read(SourceFile(path, "mail.eml"))


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in ({"From": "ada@valley.example"} | headers).items():
        message[name] = value
    return message


def test_a_mail_is_its_fields_and_its_text(path: Path) -> None:
    """The subject is the heading and the title; other headers that matter are fields."""
    extracted = read(
        path,
        """\
        Received: from a.example by b.example
        From: =?utf-8?q?J=C3=BCrgen_M=C3=BChl?= <j@tal.example>
        To: Ada Ried <ada@tal.example>,
         =?iso-8859-1?q?Ren=E9?= <rene@tal.example>
        Cc: eva@tal.example
        Date: Fri, 3 May 2024 14:05:00 +0200
        Subject: =?utf-8?b?UmVpaGVyIA==?= =?utf-8?b?YW4gZGVyIE3DvGhsZQ==?=
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Drei Paare br=FCten wieder.
        """,
    )
    assert extracted.text == (
        "# Reiher an der Mühle\n\nFrom: Jürgen Mühl <j@tal.example>\n"
        "To: Ada Ried <ada@tal.example>, René <rene@tal.example>\nCc: eva@tal.example\n"
        "Date: Fri, 3 May 2024 14:05:00 +0200\n\nDrei Paare brüten wieder."
    )
    assert extracted.title == "Reiher an der Mühle"
    assert extracted.metadata["date"] == "2024-05-03T14:05:00+02:00"
    assert extracted.metadata["from"] == "Jürgen Mühl <j@tal.example>"
    assert extracted.parts == (Part(PartKind.MAIL_PART, 0, 1, "message"),)


def test_earlier_messages_are_a_part_of_their_own(path: Path) -> None:
    """They stand behind the newest text, below a heading, where their part starts."""
    message = mail(Subject="Herons")
    message.set_content("They are back.\n\nOn 2 May 2024, Ben wrote:\n> Are they?\n")
    extracted = read(path, message.as_bytes())
    start = extracted.text.index("## Earlier messages")
    assert extracted.parts[1] == Part(PartKind.MAIL_PART, start, 2, "earlier messages")
    assert extracted.text[start:].endswith("wrote:\nAre they?")


def test_plain_text_is_preferred_to_html(path: Path) -> None:
    """Of two versions of a text the plain one is read, unless HTML has a table or says more."""
    for plain, markup, expected in (
        ("Three pairs.", "<p>Three <b>pairs</b>.</p>", "Three pairs."),
        ("a 3", "<table><tr><th>a</th></tr><tr><td>1</td><td>3</td></tr></table>", "| 1 | 3 |"),
        ("See HTML.", "<p>Three pairs are back at the mill.</p>", "Three pairs are back"),
        (" ", "<p>Three pairs.</p>", "Three pairs."),
    ):
        message = mail(Subject="Herons")
        message.set_content(plain)
        message.add_alternative(markup, subtype="html")
        assert expected in read(path, message.as_bytes()).text


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote"><div>On 2 May 2024, Ben wrote:</div>'
        '<blockquote class="gmail_quote"><p>Are they?</p></blockquote></div>',
        '<p>On 2 May 2024, Ben wrote:</p><blockquote type="cite">Are they?</blockquote>',
        '<div style="border-top:solid"><p><b>From:</b> Ben<br><b>Sent:</b> 2 May 2024<br>'
        "<b>To:</b> Ada<br><b>Subject:</b> Herons</p></div><p>Are they?</p>",
    ],
)
def test_what_html_quotes_is_earlier(path: Path, quote: str) -> None:
    """Quotations of mail programs are recognised in HTML; hidden text is left out."""
    message = mail(Subject="Herons")
    message.set_content(
        f"<p style='display:none'>Preview</p><p>They are back.</p>{quote}", subtype="html"
    )
    text = read(path, message.as_bytes()).text
    newest, earlier = text.split("\n\n## Earlier messages\n\n")
    assert newest.endswith("\n\nThey are back.")
    assert earlier.endswith("Are they?")
    assert "Preview" not in text


def test_attachments_are_files_of_their_own(path: Path) -> None:
    """Their names are decoded; a mail in a mail is one; pictures in the text are not."""
    inner = mail(Subject="Count / 2024")
    inner.set_content("Three.")
    message = mail(Subject="Herons")
    message.set_content("See the files.")
    message.add_attachment(b"%PDF-1.7", "application", "pdf", filename="Zählung.pdf")
    message.add_attachment("a;b\n", subtype="csv")
    message.add_attachment(inner)
    picture = EmailMessage()
    picture.set_content(b"\x89PNG", "image", "png", disposition="inline", filename="logo.png")
    message.attach(picture)
    extracted = read(path, message.as_bytes())
    assert [each.filename for each in extracted.attachments] == [
        "Zählung.pdf",
        "attachment.csv",
        "Count - 2024.eml",
    ]
    assert extracted.attachments[0].content == b"%PDF-1.7"
    assert b"Subject: Count / 2024" in extracted.attachments[2].content
    assert "Attachments: Zählung.pdf, attachment.csv, Count - 2024.eml\n" in extracted.text
    assert extracted.notes == ("1 picture was left out of the text.",)


def test_more_attachments_than_the_limit_are_left_out(path: Path) -> None:
    """The first hundred are read, and a note counts the others."""
    message = mail()
    message.set_content("See the files.")
    for number in range(103):
        message.add_attachment(f"{number}\n", filename=f"{number}.txt")
    extracted = read(path, message.as_bytes())
    assert len(extracted.attachments) == 100
    assert "3 were left out" in extracted.notes[0]


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", None),
        ("Content-Type: multipart/encrypted; protocol=x; boundary=b", None),
        ("Content-Type: text/plain", None),
        ("Content-Type: application/pkcs7-mime; smime-type=signed-data", UnsupportedFileType),
    ],
)
def test_a_sealed_mail_is_refused(
    path: Path, headers: str, error: type[InvalidInput] | None
) -> None:
    """An encrypted mail is not read as if it were empty; the error says what to do."""
    body = "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n"
    with pytest.raises(error or DocumentPasswordRequired, match=r"(?i)nothing was stored"):
        read(path, f"From: a@b.example\n{headers}\n\n{body}")


def test_a_signed_mail_is_read(path: Path) -> None:
    """A signature is no attachment."""
    extracted = read(
        path,
        """\
        From: a@b.example
        Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"

        --b
        Content-Type: text/plain

        They are back.
        --b
        Content-Type: application/pgp-signature; name=signature.asc

        abc
        --b--
        """,
    )
    assert extracted.text.endswith("They are back.")
    assert extracted.attachments == ()


def test_a_mail_that_is_nested_too_deeply_is_refused(path: Path) -> None:
    """Parts in parts in parts end as an error."""
    parts = "".join(
        f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(5_00)
    )
    with pytest.raises(FileTooComplex, match="nested"):
        read(path, f'From: a@b.example\nContent-Type: multipart/mixed; boundary="0"\n\n{parts}')


@pytest.mark.parametrize("name", ["To", "Subject", "Content-Type", "Content-Disposition"])
@pytest.mark.parametrize("unit", ["=?utf-8?q?a?= ", "a@b.example, ", '"', ";", "\\", "(", "<"])
def test_endless_headers_are_read(path: Path, name: str, unit: str) -> None:
    """A header of a megabyte is cut before anything is made of it."""
    value = (unit * (1_000_000 // len(unit))).strip()
    text = read(path, f"From: a@b.example\n{name}: {value}\n\nThey are back.\n").text
    assert len(text) < 50_000


def test_text_without_headers_is_no_mail(path: Path) -> None:
    """A file without a header is damaged as a mail."""
    with pytest.raises(FileDamaged):
        read(path, "\n\nThey are back.\n")


@given(
    st.lists(st.sampled_from(["--b\n", "--b--\n", "\n", "From: a\n", "> x\n", "\xff"]) | st.text())
)
def test_any_parts_are_a_mail_or_refused(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    """Whatever the parts are, there is a text or an error with a reason."""
    path = tmp_path_factory.getbasetemp() / "any-mail"
    body = "".join(pieces).encode("utf-8", "replace")
    with suppress(InvalidInput):
        assert read(path, b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n" + body).text


def test_a_saved_page_without_a_page_is_refused(path: Path) -> None:
    """An archive of pictures alone has nothing to read."""
    path.write_text("From: <Saved by Blink>\nContent-Type: image/png\n\nabc")
    with pytest.raises(FileDamaged, match="no page"):
        archive_reader.read(SourceFile(path, "page.mhtml"))
