"""Whether a question continues the one before it, and what that one says of its subject.

"And in winter?" continues, "When does the ferry leave?" does not. The words decide: a question
continues if it opens like one, or if it is short or points back while nothing is near it on its
own. Which words open and point back is data of the common languages; that a question is short, and
that nothing is near it, holds in any language.
"""

import re
from collections.abc import Sequence
from enum import IntEnum

from domain.text.characters import CHINESE_AND_JAPANESE
from domain.text.words import WORD

MAX_CONTEXT_CHARS = 300
"""How much of an earlier question counts: its end, where a long message asks."""

_SHORT = 4  # words
_SHORT_UNSPACED = 8  # characters, where words have no blanks between them
_MOST_QUESTIONS = 3  # that a chain goes back

_UNSPACED = re.compile(f"[{CHINESE_AND_JAPANESE}]")

# How questions open that go on: "And what does it cost?". Words that open other questions as well,
# such as Spanish "A qué hora" and English "I", open one only with the word behind them.
_OPENERS = (
    r"and|but(?! d[eu'’])|or|then|also|what about|how about|what if"
    r"|und|aber|oder|dann|was ist mit|wie ist es mit|wie sieht es mit|wie steht es mit"
    r"|et|mais|alors|qu['’]en est[- ]il"
    r"|y(?! \w+[- ]t[- ]il)|e|ed|pero|entonces|qué hay de|que hay de|então|invece"
    r"|mas (?:e|quanto|quanta|como|quando|onde|para|por|o que|quem)"
    r"|en (?:wat|hoe|hoeveel|waar|wanneer|wie|voor|de|het|in|als)|maar|hoe zit het met"
    r"|och|men (?:vad|hur|när|om|hva|hvad|hvordan)|og|eller|entä|mutta"
    r"|a (?:co|ile|jak|jaki|jaka|jakie|kiedy|gdzie|dla|w|na|kdo|kdy|kde|kolik|jaké|pro|v|ve)"
    r"|i (?:co|ile|jak|kiedy|gdzie|dla)"
    r"|és|dar (?:ce|cât|când|unde|cine|cum|pentru|dacă)|și|а|и|но|или|і|або|але|και|κι|αλλά"
    r"|peki|ve|ama (?:ne|kim|nasıl|kaç|nerede)"
    r"|وماذا|وما|ومن|وكم|وكيف|ومتى|وأين|وهل|ولكن|ו(?:מה|כמה|איך|מתי|איפה|מי)"
    r"|और|तो|còn|thế còn|bagaimana dengan|lalu"
)
_OPENS = re.compile(
    rf"[\W_]*(?:(?:{_OPENERS})(?=[\s,،:…])|那|还有|還有|而且|然后|それで|じゃあ|では|それから|また|그럼|그리고|그러면)"
)

# Words that stand for something said before.
_POINTERS = frozenset(
    word
    for words in (
        "it its they them their theirs he him his she her hers that this those these ones same else"
        " er ihn ihm sein seine seinen seiner dessen deren dieser diese dieses diesem diesen dort"
        " dazu davon dafür damit daran dabei darin darauf dagegen",
        "elle elles ils lui leur leurs cela ça celui celle ceux celles",
        "él ella ellos ellas eso esto ese esa esos esas allí ahí esso essa questo questa quello"
        " quella loro ele ela eles elas isso isto aquilo dele dela deles lá",
        "haar deze ervan ermee erbij ervoor daarvan denne dette deras dess",
        "ona ono oni jego jej tego jeho její jich toho",
        "он она оно они его её ее их ему ей им него неё нее них этот эта это эти там туда",
        "onu ona onun bunu bunun onlar bunlar orada هو هي هم ذلك هذا هذه تلك هناك",
        "यह वह इसका उसका इसकी उसकी वहाँ",
    )
    for word in words.split()
)
_POINTS_UNSPACED = re.compile(
    "[它他她其]|这个|那个|這個|那個|那里|那裡|それ|その|そこ|これ|この|彼|그것|그건|그거|거기"
)


class Continuation(IntEnum):
    """How a question goes on from the one before it."""

    NONE = 0
    """It names what it asks about, as far as its words tell."""
    LIKELY = 1
    """It is short or points back: it continues unless something is near it on its own."""
    CERTAIN = 2
    """It opens like a question that goes on."""


def continuation(question: str) -> Continuation:
    """Return how a question goes on from the one before it, by its words."""
    low = question.casefold()
    if _OPENS.match(low):
        return Continuation.CERTAIN
    words = WORD.findall(low)
    short = _SHORT_UNSPACED if _UNSPACED.search(low) else _SHORT
    if len(words) <= short or not _POINTERS.isdisjoint(words) or _POINTS_UNSPACED.search(low):
        return Continuation.LIKELY
    return Continuation.NONE


def subject_of(asked: Sequence[str]) -> tuple[str, ...]:
    """Return the questions that name the subject of a question that continues, oldest first.

    They are the one before it and, as long as they continue as well, those before that one, up to
    three. Of a long message only the end counts, where it asks.

    Args:
        asked: All questions before it, oldest first.
    """
    chain: list[str] = []
    for question in reversed(asked[-_MOST_QUESTIONS:]):
        chain.append(_end(question))
        if continuation(question) is Continuation.NONE:
            break
    return tuple(reversed(chain))


def _end(question: str) -> str:
    text = " ".join(question.split())
    if len(text) <= MAX_CONTEXT_CHARS:
        return text
    return text[-MAX_CONTEXT_CHARS:].partition(" ")[2] or text[-MAX_CONTEXT_CHARS:]
