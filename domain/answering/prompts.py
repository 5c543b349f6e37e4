"""The texts by which chat models are instructed."""

from dataclasses import dataclass

ATTRIBUTES, CONTENT = "{attributes}", "{content}"

PLAIN_PASSAGE = f"<passage {ATTRIBUTES}>\n{CONTENT}\n</passage>"


@dataclass(frozen=True, slots=True)
class PromptVersion:
    """Which version of a text is used, and whether it replaces the one that Quoth has."""

    name: str
    version: str
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Prompts:
    """The texts by which chat models are instructed. Without any, a model gets no instructions.

    Attributes:
        system: How to answer.
        passage: The layout of a passage: `{attributes}` and `{content}` stand for those of each.
        rewriting: How to rewrite a follow-up question.
        versions: The version of each text.
    """

    system: str = ""
    passage: str = PLAIN_PASSAGE
    rewriting: str = ""
    versions: tuple[PromptVersion, ...] = ()

    def describe(self) -> str:
        """Return the versions, for the operator."""
        return ", ".join(
            f"{each.name} {each.version}{' (yours)' if each.replaced else ''}"
            for each in self.versions
        )


def lay_out(layout: str, attributes: str, content: str) -> str:
    """Return a passage in a layout, of which each placeholder occurs once.

    What a passage says is not read for placeholders.
    """
    opening, _, rest = layout.partition(ATTRIBUTES)
    middle, _, closing = rest.partition(CONTENT)
    return f"{opening}{attributes}{middle}{content}{closing}"
