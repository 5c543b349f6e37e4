"""The places of documents in words."""

from uuid import UUID

from msgspec.structs import replace

from entrypoints.commands.places import place_name, place_within
from quoth import Place

PLACE = Place(document_id=UUID(int=1), version=1, filename="report.pdf", char_start=5, char_end=9)


def test_a_place_is_named_by_its_page_and_its_innermost_heading() -> None:
    """People read the file, the page and the section."""
    place = replace(PLACE, page=12, section=("Report", "Liquidity"))
    assert place_name(place) == "report.pdf, page 12, Liquidity"


def test_slides_sheets_and_parts_of_mails_are_named_likewise() -> None:
    """A row is named with its sheet, and a part of a mail by its own name."""
    assert place_within(replace(PLACE, slide=3)) == "slide 3"
    assert place_within(replace(PLACE, sheet="Budget", row=17)) == "sheet Budget, row 17"
    assert place_within(replace(PLACE, part="Quoted history")) == "Quoted history"


def test_a_heading_that_says_the_same_is_left_out() -> None:
    """A sheet stands under its name, and a slide without a title under its number."""
    place = replace(PLACE, sheet="Budget", row=17, section=("Budget",))
    assert place_within(place) == "sheet Budget, row 17"
    assert place_within(replace(PLACE, slide=3, section=("Slide 3",))) == "slide 3"
    assert place_within(replace(PLACE, slide=3, section=("Growth",))) == "slide 3, Growth"


def test_a_place_of_which_only_the_characters_are_known_is_named_by_them() -> None:
    """Plain text has neither pages nor sections, so its offsets are named."""
    assert place_name(PLACE) == "report.pdf, characters 5–9"
