"""What one line of a text says about itself."""

import re
from dataclasses import dataclass
from functools import cached_property

from domain.text.characters import BULLETS, CLOSERS, QUESTION_MARKS, STOPS, UNSPACED_STOPS, in_class
from domain.text.structure.blocks import Heading

LONGEST_HEADING = 90
LONGEST_TITLE = 60  # of a heading without a mark
_LONGEST_KEY = 48
_MOST_KEY_WORDS = 6

FENCE = re.compile(r"\s{0,3}(?:[>*+-]\s+)?(?P<fence>`{3,}|~{3,})")
RULE = re.compile(r"\s*(?:[-*_=~#+.]\s?){3,}$")
UNDERLINE = re.compile(r"(?P<mark>=|-)(?P=mark)+\s*$")

_ATX = re.compile(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<title>\S.*)$")
_BOLD = re.compile(
    r"\s*(?P<mark>\*\*|__)(?P<title>[^*_\s](?:[^*_]*[^*_\s])?)[:：]?(?P=mark)[:：]?\s*$"
)
_BOLD_START = re.compile(r"\s*(?:[-*+]\s+)?(?P<mark>\*\*|__)(?P<title>[^*_\s][^*_]*)(?P=mark)\s*")
_BRACKETED = re.compile(r"\[(?P<title>[\w .:/-]{1,40})\]\s*$")
_NUMBERED_TITLE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})\.?\s+(?P<title>[^\W\d_].*)$")
_CLAUSE = re.compile(
    r"(?:§+|art(?:\.|icle|ikel|ículo|icolo|igo)?|section|sect?\.|abschnitt|kapitel|chapter|chapitre"
    r"|cap(?:\.|ítulo|itolo)|titolo|título|titre|статья|глава|rozdział|paragraf|madde|المادة|अनुच्छेद)"
    r"\s*\d+[a-z]?\b",
    re.IGNORECASE,
)
_EAST_ASIAN_CLAUSE = re.compile(
    r"第\s*[0-9０-９一二三四五六七八九十百]+\s*[条條章节節編编]|제\s*\d+\s*[조장절]"
)
_MARKER = re.compile(
    rf"(?P<indent>\s*)(?:[{in_class(BULLETS)}]\s+(?:\[[ xX]\]\s+)?"
    r"|\(?\d{1,3}[.)]\s+|\(?[A-Za-z]\)\s+|\([ivxIVX]{1,5}\)\s+"
    r"|\d{1,3}(?:\.\d{1,3}){1,3}\.?\s+(?=[^\W\d_])|[一二三四五六七八九十]{1,3}、|[①-⑳]\s*)"
)
_FIELD = re.compile(
    rf"\s*(?:[{in_class(BULLETS)}]\s+)?(?P<key>[^\s:=：|](?:[^:=：|]{{0,{_LONGEST_KEY}}}[^\s:=：|.])?)"
    r"(?:[ \t]*:\s+|：\s*|[ \t]*=[ \t]*|[ \t]*\t[ \t]*|[ \t]*\.{3,}[ \t]*)(?P<value>\S.*)$"
)
_STAMP = re.compile(
    r"\s*[\[(<]?(?:\d{4}[-/.]\d\d?[-/.]\d\d?(?:[T ,]+\d\d?[:.]\d\d|\b)"
    r"|\d\d?[-/.]\d\d?[-/.]\d{2,4}[ ,]+\d\d?:\d\d"
    r"|\d\d?:\d\d(?::\d\d)?(?![\d\s]*[-–])"
    r"|[A-Z][a-z]{2}\s+\d\d?\s+\d\d?:\d\d(?::\d\d)?"
    r"|\d{1,3}(?:\.\d{1,3}){3}\s+\S+\s+\S+\s+\[)"
)
_ENDS_SENTENCE = re.compile(
    rf"(?:[{in_class(STOPS)}][{in_class(CLOSERS)}]*(?:\[\d+\])*|[{UNSPACED_STOPS}][{in_class(CLOSERS)}]*)$"
)
_ASKS = re.compile(rf"[{in_class(QUESTION_MARKS)}][{in_class(CLOSERS)}]*:?$")
_NO_TITLE_END = re.compile(r"[,;:：，；、\-–—…]$")


@dataclass(frozen=True)
class Line:
    """A line: `text` without its line end, from `start` of the whole text on."""

    text: str
    start: int

    @cached_property
    def words(self) -> str:
        """The line without white space at either end."""
        return self.text.strip()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.words

    @property
    def is_rule(self) -> bool:
        """Whether it is a line of dashes or the like."""
        return len(self.words) <= 200 and bool(RULE.match(self.words))

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(_ENDS_SENTENCE.search(self.words[-12:]))

    @cached_property
    def asks(self) -> bool:
        """Whether it ends with a question mark."""
        return bool(_ASKS.search(self.words[-12:]))

    @cached_property
    def marker(self) -> int:
        """The length of the list mark at its beginning, white space included; 0 if there is none."""
        match = _MARKER.match(self.text)
        return match.end() if match and match.end() < len(self.text.rstrip()) else 0

    @cached_property
    def is_stamped(self) -> bool:
        """Whether it begins with a time, like a line of a log."""
        return bool(_STAMP.match(self.text))

    @cached_property
    def key(self) -> str:
        """The key of a `key: value` line; empty if it is none."""
        match = _FIELD.match(self.text) if len(self.text) <= 2_000 else None
        if match is None:
            return ""
        key = match["key"].strip("*_` ")
        is_sentence = len(key.split()) > _MOST_KEY_WORDS or key.endswith((".", "!", "?", ","))
        return "" if is_sentence or "//" in match["value"][:2] else key

    @cached_property
    def value_asks(self) -> bool:
        """Whether the value of a `key: value` line is a question."""
        return self.asks and bool(self.key)

    def bold_question(self) -> int:
        """Return the length of a question in bold at its beginning; 0 if there is none."""
        match = _BOLD_START.match(self.text)
        if match and _ASKS.search(match["title"].rstrip()) and self.text[match.end() :].strip():
            return match.end()
        return 0

    def marked_heading(self) -> Heading | None:
        """Return the heading that the line's marks say it is."""
        if match := _ATX.match(self.text):
            title = match["title"].rstrip().rstrip("#").rstrip()
            return Heading(len(match["marks"]), plain_title(title)) if title else None
        if len(self.words) > LONGEST_HEADING:
            return None
        if match := _BOLD.match(self.text):
            return Heading(8, match["title"].strip().rstrip(":："))
        if match := _BRACKETED.match(self.words):
            return Heading(8, match["title"])
        is_clause = _CLAUSE.match(self.words) or _EAST_ASIAN_CLAUSE.match(self.words)
        if is_clause and not self.ends_sentence and len(self.words) <= LONGEST_TITLE + 20:
            return Heading(6, self.words)
        return None

    def numbered_title(self) -> tuple[str, str] | None:
        """Return the number and the words of a numbered heading."""
        match = _NUMBERED_TITLE.match(self.words)
        if not match or not self.could_be_title:
            return None
        return match["number"], match["title"]

    @cached_property
    def could_be_title(self) -> bool:
        """Whether it is short and ends like no sentence."""
        return (
            0 < len(self.words) <= LONGEST_TITLE
            and not self.ends_sentence
            and not _NO_TITLE_END.search(self.words)
            and not self.is_stamped
            and not self.words[0].islower()
            and "|" not in self.words
            and "\t" not in self.words
        )

    @property
    def is_shouted(self) -> bool:
        """Whether it is a title in capitals."""
        letters = [each for each in self.words if each.isalpha()]
        return (
            self.could_be_title
            and len(letters) >= 4
            and self.words.upper() == self.words
            and any(each.lower() != each for each in letters)
            and "  " not in self.words
        )


def plain_title(title: str) -> str:
    """Return a title without emphasis and code marks."""
    return re.sub(r"[*`]+|(?<!\w)_+|_+(?!\w)", "", title).strip()


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text."""
    lines, position = [], 0
    for line in text.split("\n"):
        lines.append(Line(line, position))
        position += len(line) + 1
    return lines
