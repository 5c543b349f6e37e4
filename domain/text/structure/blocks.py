"""The parts of a text, and what a reader knows when they come to one."""

from dataclasses import dataclass
from enum import StrEnum

from domain.text.sentences import is_question

_LAST_MARKED_LEVEL = 6


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    QUESTION = "question"  # one that the text answers itself
    PROSE = "prose"
    ITEM = "item"  # of a list
    ROW = "row"  # of a table or a log
    FIELD = "field"  # a key with its value
    CODE = "code"


RECORDS = (Kind.ITEM, Kind.ROW, Kind.FIELD)
"""What stands for itself: nothing before or after it completes it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `level` counts from 1, the outermost; `title` is without marks."""

    level: int
    title: str

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return is_question(self.title.rstrip())

    @property
    def is_loose_question(self) -> bool:
        """Whether it is a question that only the next paragraph or list answers.

        What stands under a marked heading belongs to it until the next one. A question in bold, or
        in a line of its own, has no such end.
        """
        return self.level > _LAST_MARKED_LEVEL and self.asks


@dataclass(frozen=True, slots=True)
class Lead:
    """What introduces blocks: a table's header, the line before a list, the fence before code.

    Attributes:
        start: Its place, relative to the text; negative if it stands before the text.
        text: Its words, exactly as they stand there.
    """

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text that no sentence crosses.

    Attributes:
        start: Its start in the text, without the white space before it.
        end: Its end, exclusive, without the white space behind it.
        section: The headings above it, outermost first. A question counts as the innermost heading
            of what follows it.
        group: The number of the paragraph, list, table, card or log that it belongs to. What
            stands inside an item, such as a table, belongs to the list.
        lead: What introduces it: for an inner item, the item around it. None if nothing does.
    """

    kind: Kind
    start: int
    end: int
    section: tuple[Heading, ...]
    group: int
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What stands above the beginning of a part of a text.

    Attributes:
        section: The headings, outermost first.
        header: What introduces the table, list or code that the part continues or begins with;
            None if nothing does.
    """

    section: tuple[Heading, ...] = ()
    header: Lead | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the headings, outermost first."""
        return tuple(heading.title for heading in self.section)


NOTHING = Context()
"""The context of a whole text."""
