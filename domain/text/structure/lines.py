"""What one line of a text says about itself."""

import re
from dataclasses import dataclass
from functools import cached_property

from domain.text.characters import (
    BULLETS,
    CLOSERS,
    DASHES,
    QUESTION_MARKS,
    QUOTATION_MARKS,
    STOPS,
    UNSPACED_STOPS,
    UNSTOPPED_SCRIPTS,
    in_class,
)
from domain.text.structure.blocks import Heading
from domain.text.structure.markers import Marker, east_asian_number, marker_of

LONGEST_HEADING = 90
_LONGEST_MARKED = 500  # of a heading with `#`, which every chunk below it has
LONGEST_TITLE = 60  # of a heading without a mark
_CLAUSE_LEVEL = 6
_BOLD_LEVEL = 8
_LONGEST_KEY = 48
_LONGEST_FIELD = 2_000
_LONGEST_RULE = 200
_LONGEST_QUESTION = 200
_SHORTEST_SHOUT = 4  # letters
_MOST_KEY_WORDS = 6

FENCE = re.compile(r"\s{0,3}(?:[>*+-]\s+)?(?P<fence>`{3,}|~{3,})")
RULE = re.compile(r"(?:[-*_=~#+.|:]\s*){3,}$")
UNDERLINE = re.compile(r"(?P<mark>=|-)(?P=mark)+\s*$")

_ATX = re.compile(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<title>\S.*)$")
_BOLD = re.compile(
    r"\s*(?P<mark>\*\*|__)(?P<title>[^*_\s](?:[^*_]*[^*_\s])?)[:：]?(?P=mark)[:：]?\s*$"
)
_BOLD_START = re.compile(r"\s*(?:[-*+]\s+)?(?P<mark>\*\*|__)(?P<title>[^*_\s][^*_]*)(?P=mark)\s*")
_BRACKETED = re.compile(r"\[(?P<title>[\w .:/-]{1,40})\]\s*$")
_NUMBERED_TITLE = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})[.．]?\s+[^\W\d_]"
    r"|(?P<wide>\d{1,3})．[^\W\d_]"
    r"|[（(]?(?P<east>[一二三四五六七八九十]{1,3})[、）)]\s*[^\W\d_]"
)
_CLAUSE = re.compile(
    r"(?:(?:§+|art(?:\.|icle|ikel|ículo|icolo|igo)?|section|sect?\.|abschnitt|kapitel|chapter|chapitre"
    r"|cap(?:\.|ítulo|itolo)|titolo|título|titre|статья|глава|rozdział|paragraf|madde|المادة|अनुच्छेद)"
    r"\s*\d+[a-z]?\b|(?:article|chapter|chapitre|part|section|titre|título)\s+[IVX]+\b)"
    r"(?!\)|\s*(?-i:[a-zà-ÿ]))",
    re.IGNORECASE,
)
_EAST_ASIAN_CLAUSE = re.compile(
    r"第\s*[0-9０-９一二三四五六七八九十百]+\s*[条條章节節編编]|제\s*\d+\s*[조장절]"
)
_FIELD = re.compile(
    rf"\s*(?:[{in_class(BULLETS)}]\s+)?(?P<key>[^\s:=：|](?:[^:=：|]{{0,{_LONGEST_KEY}}}[^\s:=：|.])?)"
    r"(?:[ \t]*:\s+|：\s*|[ \t]*=[ \t]*|[ \t]*\t[ \t]*"
    r"|[ \t]*(?:\.{3,}|\.\.[ \t]|(?:\.[ \t]+){3,})[ \t]*)"
    r"(?P<value>\S.*)$"
)
_ASSIGNMENT = re.compile(r"\s*[A-Za-z_][\w.-]*\s*=(?!=)")
_COMPARES = ("<", ">", "!", "~")
_BARE_KEY = re.compile(r"\s*[\w.-]+:$")
_CLOCK = r"\d\d?:\d\d(?::\d\d)?"
_STAMP = re.compile(
    r"\s*(?:\[?[A-Z]{4,8}\]?:?\s+)?[\[(<]?"
    rf"(?:\d{{4}}[-/.]\d\d?[-/.]\d\d?(?:[T ,]+{_CLOCK}|\b)"
    rf"|\d\d?[-/.]\d\d?[-/.](?:\d{{4}}\b|\d\d[ ,]+{_CLOCK})"
    rf"|{_CLOCK}(?:\s?[-–]\s?{_CLOCK})?(?!\w)"
    rf"|[A-Z][a-z]{{2}}\s+\d\d?\s+{_CLOCK}"
    r"|\d{1,3}(?:\.\d{1,3}){3}\s+\S+\s+\S+\s+\[)"
)
_ENDS_SENTENCE = re.compile(
    rf"(?:[{in_class(STOPS)}][{in_class(CLOSERS)}]*(?:\[\^?\w{{1,4}}\])*"
    rf"|[{UNSPACED_STOPS}][{in_class(CLOSERS)}]*)$"
)
_ASKS = re.compile(rf"[{in_class(QUESTION_MARKS)}][{in_class(CLOSERS)}]*:?$")
_NO_TITLE_END = re.compile(r"[,;:：，；、\-–—…]$")
_TWO_SENTENCES = re.compile(rf"[^\W\d_]{{3,}}[.!?]\s|[{UNSPACED_STOPS}]")
_DATE = re.compile(
    r"(?:[\w ]{1,30},\s+(?:\w+\s+)?)?(?:\d{1,2}\.?(?:\s+\w+\.?){1,3},?\s+\d{4}"
    r"|\w+\.?\s+\d{1,2},\s+\d{4})\.?$"
)
_ABBREVIATED = re.compile(r"(?<!\w)\w{1,2}\. ?[A-Z]\.$")  # e. V., S.A.
_TITLE_STARTS = QUOTATION_MARKS + "¿¡§(（["
_UNSTOPPED = re.compile(f"[{UNSTOPPED_SCRIPTS}]")
_QUOTE = re.compile(r"\s{0,3}(?:> ?)+")


@dataclass(frozen=True)
class Line:
    """A line, without its line end and the marks of a quotation (`>`) before it.

    Attributes:
        start: Its place in the whole text.
        margin: The length of the marks before it.
        depth: In how many quotations it stands.
    """

    text: str
    start: int
    margin: int = 0
    depth: int = 0

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)

    @property
    def indent(self) -> int:
        """The length of the white space at its beginning."""
        return len(self.text) - len(self.text.lstrip())

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
        return len(self.words) <= _LONGEST_RULE and bool(RULE.match(self.words))

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(_ENDS_SENTENCE.search(self.words[-12:]))

    @cached_property
    def asks(self) -> bool:
        """Whether it ends with a question mark."""
        return bool(_ASKS.search(self.words[-12:]))

    @cached_property
    def is_question(self) -> bool:
        """Whether it is one question, and not what somebody says or a part of a sentence."""
        words = self.words.lstrip("*_#")
        return (
            self.asks
            and len(words) <= _LONGEST_QUESTION
            and not words[0].islower()
            and words[0] not in QUOTATION_MARKS + DASHES.replace("-", "")
            and not _TWO_SENTENCES.search(_ASKS.sub("", words))
        )

    @cached_property
    def is_unstopped(self) -> bool:
        """Whether its script ends sentences with a blank or the line, such as Thai."""
        return bool(_UNSTOPPED.search(self.words[-3:]))

    @cached_property
    def marker(self) -> Marker | None:
        """The list mark at its beginning."""
        return marker_of(self.text)

    @cached_property
    def is_stamped(self) -> bool:
        """Whether it begins with a time, like a line of a log."""
        return bool(_STAMP.match(self.text))

    @cached_property
    def key(self) -> str:
        """The key of a `key: value` line; empty if it is none."""
        match = _FIELD.match(self.text) if len(self.text) <= _LONGEST_FIELD else None
        if match is None:
            return ""
        key = match["key"].strip("*_` ")
        if key.endswith(_COMPARES) or "//" in match["value"][:2]:
            return ""
        is_sentence = len(key.split()) > _MOST_KEY_WORDS or key.endswith((".", "!", "?", ","))
        return "" if is_sentence else key

    @cached_property
    def value_asks(self) -> bool:
        """Whether the value of a `key: value` line is a question."""
        return self.asks and bool(self.key)

    @property
    def is_assignment(self) -> bool:
        """Whether it gives a name a value, as in a configuration: `name = value`."""
        return bool(_ASSIGNMENT.match(self.text))

    @property
    def is_bare_key(self) -> bool:
        """Whether it is one word and a colon, as above the inner values of a configuration."""
        return bool(_BARE_KEY.match(self.text))

    def bold_question(self) -> int:
        """Return the length of a question in bold at its beginning; 0 if there is none."""
        match = _BOLD_START.match(self.text)
        if match and _ASKS.search(match["title"].rstrip()) and self.text[match.end() :].strip():
            return match.end()
        return 0

    @cached_property
    def marked_heading(self) -> Heading | None:
        """The heading that its marks say it is."""
        if len(self.words) > _LONGEST_MARKED:
            return None
        if match := _ATX.match(self.text):
            title = match["title"].rstrip().rstrip("#").rstrip()
            return Heading(len(match["marks"]), plain_title(title)) if title else None
        if len(self.words) > LONGEST_HEADING:
            return None
        if match := _BOLD.match(self.text):
            return Heading(_BOLD_LEVEL, match["title"].strip().rstrip(":："))
        if match := _BRACKETED.match(self.words):
            return Heading(_BOLD_LEVEL, match["title"])
        return None

    @cached_property
    def clause(self) -> Heading | None:
        """The heading of a part of a law or a contract: `§ 4 Members`."""
        is_clause = _CLAUSE.match(self.words) or _EAST_ASIAN_CLAUSE.match(self.words)
        if is_clause and not self.ends_sentence and len(self.words) <= LONGEST_TITLE + 20:
            return Heading(_CLAUSE_LEVEL, self.words)
        return None

    @cached_property
    def number(self) -> tuple[int, ...]:
        """The number of a numbered title, (1, 2) of `1.2 Water`; empty if it is none."""
        return title_number(self.words) if self.could_be_title else ()

    @cached_property
    def could_be_title(self) -> bool:
        """Whether it is short and ends like no sentence."""
        return (
            0 < len(self.words) <= LONGEST_TITLE
            and (not self.ends_sentence or bool(_ABBREVIATED.search(self.words)))
            and not _NO_TITLE_END.search(self.words)
            and not self.is_stamped
            and (self.words[0].isalnum() or self.words[0] in _TITLE_STARTS)
            and not self.words[0].islower()
            and not _DATE.match(self.words)
            and not _TWO_SENTENCES.search(self.words)
            and "|" not in self.words
            and "\t" not in self.words
        )

    @property
    def is_shouted(self) -> bool:
        """Whether it is a title in capitals."""
        letters = [each for each in self.words if each.isalpha()]
        return (
            self.could_be_title
            and len(letters) >= _SHORTEST_SHOUT
            and self.words.upper() == self.words
            and any(each.lower() != each for each in letters)
            and "  " not in self.words
        )


def title_number(title: str) -> tuple[int, ...]:
    """Return the number that a title begins with, part by part; empty if there is none."""
    match = _NUMBERED_TITLE.match(title)
    if match is None:
        return ()
    if match["east"]:
        return (east_asian_number(match["east"]),)
    return tuple(map(int, (match["number"] or match["wide"]).split(".")))


def plain_title(title: str) -> str:
    """Return a title without emphasis and code marks."""
    return re.sub(r"[*`]+|(?<!\w)_+|_+(?!\w)", "", title).strip()


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text."""
    lines: list[Line] = []
    position = depth = 0
    for line in text.split("\n"):
        quote = _QUOTE.match(line)
        margin = quote.end() if quote else 0
        # `> 5` compares, unless it stands among quoted lines
        if not depth and line[margin : margin + 1].isdigit():
            margin = 0
        depth = line.count(">", 0, margin)
        lines.append(Line(line[margin:], position + margin, margin, depth))
        position += len(line) + 1
    return lines
