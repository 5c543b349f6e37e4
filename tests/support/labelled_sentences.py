"""Texts with their sentences marked, and how well a segmentation agrees with them.

A line of a file is one text: `‖` is where a sentence ends and another begins, `⏎` a line break.
The folder `develop` was used to write the rules, `held_out` only to measure them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "unit/domain/text/sentences"
_BOUNDARY = "‖"
_LINE_BREAK = "⏎"

Segmenter = Callable[[str], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text, and its sentences without the white space between them."""

    text: str
    sentences: tuple[str, ...]

    def divided_by(self, segmenter: Segmenter) -> tuple[str, ...]:
        """Return the sentences that a segmenter finds."""
        return tuple(self.text[start:end] for start, end in segmenter(self.text))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well a segmenter agrees with labelled texts.

    Attributes:
        exact: The share of texts that were divided exactly as marked.
        f1: The harmonic mean of precision and recall of the boundaries within texts.
        wrong: The texts that were divided otherwise, with what was found.
    """

    exact: float
    f1: float
    wrong: tuple[tuple[LabelledText, tuple[str, ...]], ...]


def labelled_texts(half: str, language: str) -> list[LabelledText]:
    """Return the texts of `develop` or `held_out` in a language."""
    lines = (_FOLDER / half / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    texts = []
    for line in lines:
        marked = line.replace(_LINE_BREAK, "\n")
        sentences = tuple(sentence.strip() for sentence in marked.split(_BOUNDARY))
        texts.append(LabelledText(marked.replace(_BOUNDARY, ""), sentences))
    return texts


def languages() -> list[str]:
    """Return the languages of the labelled texts."""
    return sorted(path.stem for path in (_FOLDER / "develop").glob("*.txt"))


def agreement(segmenter: Segmenter, texts: Iterable[LabelledText]) -> Agreement:
    """Compare a segmenter with labelled texts."""
    texts = list(texts)
    found = [each.divided_by(segmenter) for each in texts]
    pairs = [(_ends(a.sentences), _ends(b)) for a, b in zip(texts, found, strict=True)]
    hits = sum(len(marked & ours) for marked, ours in pairs)
    all_marked, all_ours = (sum(len(pair[side]) for pair in pairs) for side in (0, 1))
    wrong = tuple(
        (each, ours) for each, ours in zip(texts, found, strict=True) if each.sentences != ours
    )
    f1 = 2 * hits / (all_marked + all_ours) if all_marked + all_ours else 1.0
    return Agreement(1 - len(wrong) / len(texts), f1, wrong)


def _ends(sentences: tuple[str, ...]) -> set[int]:
    """Return how many characters precede each boundary, white space apart."""
    lengths = [len("".join(sentence.split())) for sentence in sentences]
    return {sum(lengths[: number + 1]) for number in range(len(lengths) - 1)}
