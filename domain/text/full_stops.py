"""Whether a full stop ends a sentence, or marks an abbreviation, an initial or an ordinal."""

import re

from domain.text.abbreviations import (
    AFTER_LISTS,
    BEFORE_ORDINALS,
    COUNTED,
    DAYS,
    LANGUAGES,
    PARTICLES,
)

NEAR = 48
"""How many characters before a full stop are read."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _of_all_languages(attribute: str) -> frozenset[str]:
    return _words(" ".join(getattr(language, attribute) for language in LANGUAGES.values()))


_NEVER_LAST = _of_all_languages("never_last")
_BEFORE_NUMBERS = _of_all_languages("before_numbers")
_MAYBE_LAST = _of_all_languages("maybe_last")
_STARTERS = _of_all_languages("starters")
_ABBREVIATIONS = _NEVER_LAST | _BEFORE_NUMBERS | _MAYBE_LAST
_SECOND_WORDS = frozenset(word.partition("_")[2] for word in _NEVER_LAST if "_" in word)
_NO_UNITS = _NEVER_LAST | _BEFORE_NUMBERS - _MAYBE_LAST
# of "z.B" and "i.d.R" also "z", "i" and "i.d"
_WITH_STOPS = frozenset(word for word in _ABBREVIATIONS if "." in word)
_BEGINNINGS = frozenset(
    word[: stop.start()] for word in _WITH_STOPS for stop in re.finditer(r"\.|$", word)
)
_SUFFIXES = ("str", "nr", "pl")  # Hauptstr., Telefonnr., Marktpl.
_PARTICLES = _words(PARTICLES)
_COUNTED = _words(COUNTED)
_BEFORE_ORDINALS = _words(BEFORE_ORDINALS)
_AFTER_LISTS = _words(AFTER_LISTS)
_DAYS = _words(DAYS)

_WORD_BEFORE = re.compile(r"[^–—/(\[{„“‘\"«»‹›,;:¿¡*_]+$")
_ELISION = re.compile(r"[^\W\d_]{1,5}['’](?!(?:re|ve|ll)$)(?=[^\W\d_]{2})")
_WORD_AFTER = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")

# the whole of a sentence, before its first full stop: the number or letter of a list
_MARKER = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[IVXivx]{1,5})")
_ORDINAL = re.compile(r"(?:\d{1,3}\.?[/–-])?\d{1,3}")
_AND_ORDINAL = re.compile(r"\d\.\s*(?:und|oder|bis|u\.|o\.|og|och|en|[–,/-])\s+\S+$")
_MONTH, _YEAR = re.compile(r"\d{1,2}\."), re.compile(r"\d{4}\b")
_DAY_AND_MONTH = re.compile(r"\d\.\s*\d+$")
_ROMAN = re.compile(r"[IVX]{2,}")
_NUMBER = re.compile(
    r"\d|[§№#]|n[.°º]|[IVXLC]+(?![^\W_'’])|[^\W\d_](?![^\W_'’])|[A-Z]+[\d-]"  # or a letter for one
)
_INITIAL = re.compile(r"(?:[^\W\d_]+-)?[^\W\d_]")
_DOTTED_INITIAL = re.compile(r"[^\W\d_]\.")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_]{1,3}\.-?\s?){1,3}[^\W\d_]{1,4}$")
_NO_VOWELS = re.compile(r"[b-df-hj-np-tv-xzßçñčćďľłńňřśšťźżžбвгджзйклмнпрстфхцчшщъь]{2,}")
_GERMAN_ADJECTIVE = re.compile(r"[bdfghkmnpstz]l$")  # landwirtschaftl.
_TIME_ZONE = re.compile(r"[A-Z]{2,4}")
_TIME = re.compile(r"[ap]\.?m")
# Years, whose unit is one letter or the same letter twice, need more words before them:
# "W 1989 r. Polacy …", "В 2010–2012 гг. …".
_QUANTITY = re.compile(
    r"\S\s+(?:\S+\s+\S*\d{4}\s?([^\W\d_])\1?"
    r"|\S*\d\s?(?!([^\W\d_])\2$)[^\W\d_]{2,4}"
    r"|(?!\d{4}\s)\S*\d\s?[^\W\d_])$"
)
_ALONE = re.compile(r"[,;(]\s*[^\W\d_]{1,4}$")  # the only word since a comma: "2 rue X, app. 4"
_LONGEST_UNIT = _LONGEST_PART = 4
_LONGEST_SPACED = 20  # i. d. R.


def is_ordinary(before: str, letters: int) -> bool:
    """Return whether a text ends with a word of so many letters that is never abbreviated."""
    word = _last_word(before)
    if len(word) < letters or not word.isalpha() or word in _AFTER_LISTS:
        return False
    return not (_is_special(word) or _GERMAN_ADJECTIVE.search(word))


def ends_sentence(before: str, after: str) -> bool:
    """Return whether a full stop ends a sentence.

    Args:
        before: The sentence up to the full stop, or its last `NEAR` characters.
        after: What follows, without white space, opening marks and dashes: one word, with what
            adheres to it. Empty at the end of a paragraph.
    """
    if not after:
        return True
    word = _last_word(before)
    if len(before) < NEAR and _is_no_sentence(before.strip()):
        return False
    if word.isalpha() and len(word) > _LONGEST_PART and not _is_special(word):
        return True
    return _Neighbours(before, word, after).end_sentence()


def _is_no_sentence(before: str) -> bool:
    """Return whether this is only the number of a list, or an abbreviation: Max. Gewicht 5 kg."""
    return bool(_MARKER.fullmatch(before)) or before.lower() in _MAYBE_LAST


def _last_word(before: str) -> str:
    pieces = before.rsplit(None, 1)
    if not pieces or before[-1].isspace():
        return ""
    word = pieces[-1]
    if not word.isalpha():
        found = _WORD_BEFORE.search(word)
        word = _ELISION.sub("", found[0], count=1) if found else ""
    return word


def _is_special(word: str) -> bool:
    small = word.lower()
    return (
        small in _ABBREVIATIONS
        or word in _ABBREVIATIONS
        or small in _BEGINNINGS
        or small in _SECOND_WORDS
        or small.endswith(_SUFFIXES)
        or bool(_NO_VOWELS.fullmatch(small))
        or bool(_ROMAN.fullmatch(word))
    )


class _Neighbours:
    """The words around a full stop."""

    def __init__(self, before: str, word: str, after: str) -> None:
        self._before = before
        self._word = word
        self._after = after
        found = _WORD_AFTER.match(after)
        self._next = found[0].replace("’", "'") if found else ""
        is_initial = bool(_DOTTED_INITIAL.match(after))
        begins = self._next in _STARTERS or self._next.rstrip("'") in _STARTERS
        self._next_begins = begins and not is_initial

    def end_sentence(self) -> bool:
        word = self._word
        if _ORDINAL.fullmatch(word):
            return not self._is_ordinal()
        if _ROMAN.fullmatch(word):
            return self._next_begins or self._word_before() not in _BEFORE_ORDINALS
        if len(word) <= _LONGEST_PART or "." in word:
            decided = self._several_parts_end()
            if decided is not None:
                return decided
        return self._word_ends()

    def _is_ordinal(self) -> bool:
        after = self._after
        if after[0].isdigit():  # 15. 5. 2026
            is_year = _YEAR.match(after) and _DAY_AND_MONTH.search(self._before)
            return bool(is_year or _MONTH.match(after))
        if self._next in _COUNTED:
            return True
        if self._next_begins or not self._next:
            return False
        before = self._word_before()
        if self._word == "1" and before.endswith(":"):
            return True
        return before in _BEFORE_ORDINALS or bool(_AND_ORDINAL.search(self._before))

    def _word_before(self) -> str:
        """Return the word before the last one, in small letters."""
        words = self._before.split()[-3:-1]
        if not words or words == ["I", "am"]:
            return ""
        return words[-1].lstrip("(\"'„“«»‹›[").lower()

    def _several_parts_end(self) -> bool | None:
        """Decide on `z. B.`, `p.m.`, `U.S.`; None if this is none of these."""
        spaced = _SPACED.search(self._before, len(self._before) - _LONGEST_SPACED)
        whole = "".join(spaced[0].split()) if spaced else self._word
        small = whole.lower()
        if _TIME.fullmatch(small):
            rest = self._before[: spaced.start()] if spaced else ""
            if rest.rstrip()[-1:].isdigit():
                return not (self._next in _DAYS or _TIME_ZONE.fullmatch(self._next))
        if "." in small and (small in _NEVER_LAST or set(small.split(".")) <= _NEVER_LAST):
            return False
        if small in _WITH_STOPS or _ACRONYM.fullmatch(whole):
            return self._next_begins
        if f"{small}.{self._next.lower()}" in _BEGINNINGS:
            return False
        return None

    def _word_ends(self) -> bool:
        word, small = self._word, self._word.lower()
        is_initial = bool(_INITIAL.fullmatch(word))
        if is_initial and not word.islower():
            return self._next_begins and self._next not in _PARTICLES
        if self._is_unit():
            return not (is_initial and self._abbreviation_follows())
        if self._after[0].isdigit() and _ALONE.search(self._before):
            return False
        listed = bool({small, word} & _BEFORE_NUMBERS) or small.endswith(_SUFFIXES)
        if {small, word} & _NEVER_LAST or (listed and self._number_follows()):
            return False
        if small in _SECOND_WORDS and f"{self._word_before()}_{small}" in _NEVER_LAST:
            return False
        is_abbreviation = small in _MAYBE_LAST or small.endswith(_SUFFIXES) or is_initial
        if not listed and not word.isupper() and _NO_VOWELS.fullmatch(small):
            is_abbreviation = True
        return self._next_begins or not is_abbreviation

    def _number_follows(self) -> bool:
        if self._next_begins and self._word.islower():
            return False  # He said no. I did not.
        return self._abbreviation_follows() or bool(_NUMBER.match(self._after))

    def _abbreviation_follows(self) -> bool:  # as in "Fri. Dec. 5"
        has_stop = self._after[len(self._next) :].startswith(".")
        return has_stop and self._next.lower() in _ABBREVIATIONS

    def _is_unit(self) -> bool:
        """Return whether a short word is a number's unit, as in `It is 12 m. We …`."""
        word = self._word
        has_case_of_unit = word.islower() or not (word.istitle() or word.isupper())  # kWh
        if not (has_case_of_unit and self._next) or len(word) > _LONGEST_UNIT:
            return False
        if not self._before[: -len(word)].rstrip()[-1:].isdigit():
            return False
        is_initial = len(word) == 1
        return (is_initial or word not in _NO_UNITS) and bool(_QUANTITY.search(self._before))
