"""The structure of a text, written so that a test can be read."""

from domain.text.structure.blocks import Block, Kind
from domain.text.structure.reading import read_structure


def outline(text: str) -> list[str]:
    """Return each block as its kind and its words, with `/` for a line end."""
    return [f"{block.kind}: {_words(text, block)}" for block in read_structure(text)]


def of_kind(text: str, kind: Kind) -> list[str]:
    """Return the words of the blocks of one kind."""
    return [_words(text, block) for block in read_structure(text) if block.kind is kind]


def sections(text: str) -> dict[str, list[str]]:
    """Return the headings above each block that is none, by the words of the block."""
    return {
        _words(text, block): [heading.title for heading in block.section]
        for block in read_structure(text)
        if block.kind not in (Kind.HEADING, Kind.QUESTION)
    }


def leads(text: str) -> dict[str, str]:
    """Return what introduces each block that has something, by the words of the block."""
    return {
        _words(text, block): block.lead.text.strip() for block in read_structure(text) if block.lead
    }


def _words(text: str, block: Block) -> str:
    lines = text[block.start : block.end].split("\n")
    return " / ".join(line.strip() for line in lines)
