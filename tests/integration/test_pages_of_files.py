"""From the words of a stored PDF back to its page, through the API and the parser processes."""

import json
from collections.abc import AsyncIterator
from email.message import EmailMessage
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from adapters.file_formats.registry import READER_MODULES
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandboxed_page_highlighter import SandboxedPageHighlighter
from tests.api.client import Client, problem_of, served
from tests.fakes.wiring import Fakes, test_settings

BIRDS = ["heron", "osprey", "coot"]
PLACES = ["in the old mill", "on the church tower", "between the reeds"]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    fakes = Fakes()
    processes = ParserProcesses(READER_MODULES, most=1)
    fakes.highlighter = SandboxedPageHighlighter(processes)  # type: ignore[assignment] # the real one
    async with served(fakes, test_settings()) as client:
        yield client
    await processes.close()


def a_pdf(pages: int) -> bytes:
    """Return a PDF whose pages tell of a bird each, in three lines."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=(600, 800), invariant=True)
    for page in range(1, pages + 1):
        bird, place = BIRDS[page - 1], PLACES[page - 1]
        lines = [
            f"The {bird} nests {place}, and it has done so for years,",
            f"although the {bird} was seen elsewhere in the spring. Nobody asked",
            f"why it left {place}: a {bird} does not tell.",
        ]
        for number, line in enumerate(lines):
            canvas.drawString(70, 700 - 40 * page - 15 * number, line)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


async def test_words_are_found_where_they_stand(client: Client) -> None:
    """What stands inside the rectangles of a passage, on the page that is named, is the passage."""
    content = a_pdf(pages=3)
    created = (await client.upload(content, "herons.pdf")).json()
    assert (created["pages"], created["media_type"]) == (3, "application/pdf")
    url = f"/api/document/{created['document_id']}/"
    text = (await client.http.get(url + "content/")).text
    start = text.index("done so for years", text.index("osprey"))
    end = text.index("Nobody", start) + len("Nobody asked")
    found = await client.http.get(url + "highlight/", params={"start": start, "end": end})
    highlight = json.loads(found.text)
    assert highlight["page"] == 2
    page = pdfium.PdfDocument(content)[1].get_textpage()
    inside = [page.get_text_bounded(*rectangle) for rectangle in highlight["rectangles"]]
    assert " ".join(" ".join(inside).split()) == " ".join(text[start:end].split())


async def test_a_span_beyond_the_text_is_refused(client: Client) -> None:
    """A span that the text of a PDF does not have is an error of the request."""
    created = (await client.upload(a_pdf(pages=1), "herons.pdf")).json()
    url = f"/api/document/{created['document_id']}/highlight/"
    assert (await client.http.get(url, params={"start": 0, "end": 5})).status_code == 200
    problem = problem_of(await client.http.get(url, params={"start": 10_000, "end": 10_001}))
    assert problem["code"] == "invalid_request"


async def test_the_attachments_of_a_mail_are_documents(client: Client) -> None:
    """A mail's PDF and note become documents that name it; its picture is named as left out."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", "c@d.example", "About the herons"
    mail.set_content("Please read the report that is attached.")
    mail.add_attachment(
        a_pdf(pages=2), maintype="application", subtype="pdf", filename="report.pdf"
    )
    mail.add_attachment("Count them twice.", filename="note.txt")
    mail.add_attachment(
        b"\x89PNG\r\n\x1a\n" + b"\0" * 20, maintype="image", subtype="png", filename="logo.png"
    )
    created = (await client.upload(bytes(mail), "inbox/hello.eml")).json()
    names = ["inbox/hello.eml/report.pdf", "inbox/hello.eml/note.txt"]
    assert created["metadata"]["attachments"] == names
    assert any("logo.png was not stored" in note for note in created["notes"])
    listed = (await client.http.get("/api/document/")).json()["items"]
    documents = {each["filename"]: each for each in listed}
    assert documents.keys() == {"inbox/hello.eml", *names}
    for name in names:
        assert documents[name]["metadata"]["mail"] == "inbox/hello.eml"
    assert documents[names[0]]["pages"] == 2
