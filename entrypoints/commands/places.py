"""The places of documents in words."""

from quoth import Place


def place_name(place: Place) -> str:
    """Return a place as people name it: `report.pdf, page 12, Liquidity`."""
    return f"{place.filename}, {place_within(place)}"


def place_within(place: Place) -> str:
    """Return a place within its document: page or the like and heading, or else characters."""
    named = {"page": place.page, "slide": place.slide, "sheet": place.sheet, "row": place.row}
    words = [f"{name} {value}" for name, value in named.items() if value is not None]
    words += [place.part] if place.part else []
    # a slide without a title and a sheet stand under headings that only say so
    said = (place.sheet, f"Slide {place.slide}")
    words += [heading for heading in place.section[-1:] if heading not in said]
    return ", ".join(words) or f"characters {place.char_start}–{place.char_end}"
