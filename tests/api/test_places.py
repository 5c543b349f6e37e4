"""The place of a citation over HTTP: the quoted words are on the page that it names."""

import io
import re
from typing import Any

import openpyxl
import pypdfium2 as pdfium
import pytest
from pptx import Presentation
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from entrypoints.settings import Settings
from tests.api.client import Client, events_of
from tests.fakes.wiring import Fakes, test_settings

SEASONS = ("Spring", "Summer", "Autumn", "Winter")
PORTS = ("Skerry", "Lunna", "Voe", "Brae", "Hamna", "Tresta", "Aith", "Wick", "Sand", "Noss")


@pytest.fixture
def settings() -> Settings:
    """Passages of several pages, so that a page is not that of the passage's beginning."""
    return test_settings(chunk_tokens=256, search_top_k=20)


def said(season: str) -> list[str]:
    """Return sentences that only the page of a season has."""
    at = SEASONS.index(season)
    ports = PORTS[at:] + PORTS[:at]
    return [
        f"The {season} ferry to {port} leaves at {7 + at}:{10 + PORTS.index(port)} from the pier."
        for port in ports
    ]


def pdf() -> bytes:
    """Return a PDF with a page for each season: a heading and some paragraphs."""
    styles = getSampleStyleSheet()
    story: list[Any] = []
    for season in SEASONS:
        story.append(Paragraph(f"Ferries in {season}", styles["Heading1"]))
        story += [Paragraph(f"Take note. {each}", styles["BodyText"]) for each in said(season)]
        story.append(PageBreak())
    file = io.BytesIO()
    SimpleDocTemplate(file).build(story)
    return file.getvalue()


async def cited(client: Client, fakes: Fakes, *sentences: str) -> list[dict[str, Any]]:
    """Return the citations of an answer that quotes these sentences from its first source."""
    fakes.model.enqueue(" ".join(f"{each} [1]" for each in sentences))
    events = events_of(await client.ask(await client.create_session(), "When does it leave?"))
    return [each for each in events if each["type"] == "citation" and each["verified"]]


async def test_the_quoted_words_are_on_the_page_that_is_named(client: Client, fakes: Fakes) -> None:
    """Each quotation stands on its page by the PDF's own text, and under its heading."""
    content = pdf()
    assert (await client.upload(content, "ferries.pdf")).status_code == 201
    with pdfium.PdfDocument(content) as document:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    sentences = [each for season in SEASONS for each in said(season)]
    found = await cited(client, fakes, *sentences)
    assert [each["cited_text"] for each in found] == sentences
    for each in found:
        assert each["cited_text"] in pages[each["page"] - 1]
        assert each["section"] == [f"Ferries in {SEASONS[each['page'] - 1]}"]


async def test_the_quoted_words_are_on_the_slide_that_is_named(
    client: Client, fakes: Fakes
) -> None:
    """A quotation from a presentation names its slide."""
    deck = Presentation()
    for season in SEASONS:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Ferries in {season}"
        slide.placeholders[1].text = said(season)[0]
    file = io.BytesIO()
    deck.save(file)
    assert (await client.upload(file.getvalue(), "ferries.pptx")).status_code == 201
    found = await cited(client, fakes, *(said(season)[0] for season in SEASONS))
    assert [each["slide"] for each in found] == [1, 2, 3, 4]
    assert [each["page"] for each in found] == [None] * 4


async def test_the_quoted_words_are_in_the_row_that_is_named(client: Client, fakes: Fakes) -> None:
    """A quotation from a workbook names its sheet and its row, empty rows counted."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for season in SEASONS:
        sheet = book.create_sheet(season)
        sheet.append(["port", "note"])
        for number, each in enumerate(said(season)):
            sheet.cell(2 + 3 * number, 1, PORTS[number])
            sheet.cell(2 + 3 * number, 2, each)
    file = io.BytesIO()
    book.save(file)
    assert (await client.upload(file.getvalue(), "ferries.xlsx")).status_code == 201
    found = await cited(client, fakes, *(said(season)[3] for season in SEASONS))
    assert [(each["sheet"], each["row"]) for each in found] == [(each, 11) for each in SEASONS]


async def test_a_history_and_a_search_name_places_too(client: Client, fakes: Fakes) -> None:
    """Sources, citations of a history and passages of a search carry the page and the section."""
    await client.upload(pdf(), "ferries.pdf")
    fakes.model.enqueue(f"{said('Autumn')[2]} [1]")
    session = await client.create_session()
    await client.ask(session, "When does it leave?")
    answer = (await client.messages(session))[1]
    assert [(each["page"], each["section"]) for each in answer["citations"]] == [
        (3, ["Ferries in Autumn"])
    ]
    assert (answer["sources"][0]["page"], answer["sources"][0]["section"]) == (
        1,
        ["Ferries in Spring"],
    )
    body = {"query": said("Winter")[0], "mode": "text"}
    passages = (await client.http.post("/api/search/", json=body)).json()["passages"]
    assert re.match(r"Ferries in \w+$", passages[0]["section"][0])
    assert {each["page"] for each in passages} <= {1, 2, 3, 4}
