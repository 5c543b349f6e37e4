"""Small talk: messages that greet, thank, agree, say goodbye or ask who answers, and no more."""

import re
import unicodedata
from collections import Counter

from domain.conversation.courteous_replies import REPLIES
from domain.conversation.courtesies import FILLERS, PHRASES, Courtesy
from domain.text.characters import CHINESE_AND_JAPANESE, QUESTION_MARKS

MAX_CHARS = 100
"""Longer messages are questions."""

_NAME_CHARS = 20
_UNSPACED = re.compile(f"[{CHINESE_AND_JAPANESE}]")
_NO_WORD = re.compile(r"[\W_]+")


def _folded(text: str) -> str:
    """Return the words of a text in small letters, without accents, with a blank between them."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    # after the marks: Korean syllables are put together again
    return _NO_WORD.sub(" ", unicodedata.normalize("NFC", bare)).strip()


def _phrases(listed: str) -> list[str]:
    return [_folded(phrase) for phrase in listed.split(",")]


_KINDS: dict[str, tuple[Courtesy, list[str]]] = {}
for _language, _kinds in PHRASES.items():
    for _kind, _listed in _kinds.items():
        for _phrase in _phrases(_listed):
            _KINDS.setdefault(_phrase, (_kind, []))[1].append(_language)

_KNOWN = re.compile(
    "|".join(
        phrase if _UNSPACED.search(phrase) else rf"{phrase}(?!\w)"
        for phrase in sorted({*_KINDS, *_phrases(FILLERS)}, key=len, reverse=True)
    )
)
_RANK = list(Courtesy)


def small_talk_reply(message: str) -> str | None:
    """Return a short reply to small talk, in its language; None if the message may ask something.

    The whole message has to consist of known phrases, with fillers around them and at most one
    name. Of several phrases, the one that asks most for a reply counts.
    """
    if len(message) > MAX_CHARS:
        return None
    said = _folded(message)
    asks = any(mark in message for mark in QUESTION_MARKS)
    found: list[tuple[Courtesy, list[str]]] = []
    names = position = 0
    while position < len(said):
        if known := _KNOWN.match(said, position):
            if known[0] in _KINDS:
                found.append(_KINDS[known[0]])
            end = known.end()
        else:
            end = said.find(" ", position) if " " in said[position:] else len(said)
            names += 1
            if names > 1 or not found or not _is_name(said[position:end], message):
                return None
        position = end + said.startswith(" ", end)
    if not found:
        return None
    kind = min((kind for kind, _ in found), key=_RANK.index)
    if (names and kind is Courtesy.IDENTITY) or (asks and kind is Courtesy.ASSENT):
        return None
    spoken = Counter(language for each, languages in found for language in languages)
    of_kind = [language for each, languages in found if each is kind for language in languages]
    return REPLIES[max(of_kind, key=lambda language: spoken[language])][kind]


def _is_name(word: str, message: str) -> bool:
    """Return whether a folded word may be a name: it has a capital in the message."""
    return len(word) <= _NAME_CHARS and any(
        _folded(each) == word and each.lstrip("([{\"'“„«¡¿")[:1].isupper()
        for each in message.split()
    )
