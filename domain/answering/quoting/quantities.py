"""Questions whose answer is a number, a date or the like, or steps to take, in many languages."""

import re

_WORDS = (
    r"how (?:many|much|long|old|high|often|far|large|big|tall|heavy|deep|wide|loud|late|early|fast)"
    r"|when|numbers?|prices?|dates?|what time|which (?:day|date|year|month)|ages?"
    r"|wie ?viele?|wie (?:lange|hoch|oft|alt|groß|weit|teuer|schwer|tief|breit|laut|spät|schnell)"
    r"|wann|nummer|uhrzeit|preis"
    r"|combien|quand|numéro|prix|cuánt\w{1,2}|cuándo|número|precio|quant\w|quando|numero|prezzo|preço"
    r"|hoeveel|wanneer|nummer|prijs|ile|kiedy|numer|cena|сколько|когда|номер|цена"
    r"|hur (?:många|mycket|länge|ofta)|när|hvor (?:mange|meget|længe|ofte)|hvornår"
    r"|kaç|ne kadar|ne zaman|berapa|kapan"
)
_SPACED = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)", re.IGNORECASE)
_UNSPACED = re.compile(
    r"几|幾|多少|何時|何人|何台|何分|いくら|いくつ|いつ|番号|号码|电话|電話|कितन|कब|كم|متى|เท่าไร|เท่าไหร่|กี่|เมื่อไร|얼마|언제|몇"
)


_HOW = re.compile(
    r"\W*(?:how|wie|comment|cómo|como|come|hoe|jak|как|hur|hvordan|nasıl|bagaimana|كيف|कैसे)(?!\w)",
    re.IGNORECASE,
)
_HOW_ANYWHERE = re.compile(r"怎么|怎样|如何|どうやって|どのように|방법|어떻게|อย่างไร|ยังไง|कैसे|nasıl")


def asks_how(question: str) -> bool:
    """Return whether the answer to a question is likely to be steps to take."""
    is_how = _HOW.match(question) or _HOW_ANYWHERE.search(question)
    return bool(is_how) and not asks_for_quantity(question)


def asks_for_quantity(question: str) -> bool:
    """Return whether the answer to a question is likely to have a digit in it."""
    return bool(_SPACED.search(question) or _UNSPACED.search(question))
