"""Questions whose answer is a number, a date or the like, or steps to take, in many languages."""

import re

_QUANTITY_WORDS = (
    r"how (?:many|much|long|old|high|often|far|large|big|tall|heavy|deep|wide|loud|late|early|fast)"
    r"|when|numbers?|prices?|dates?|what time|which (?:day|date|year|month)|ages?"
    r"|wie ?viele?|wie (?:lange|hoch|oft|alt|groß|weit|teuer|schwer|tief|breit|laut|spät|schnell)"
    r"|wann|nummer|uhrzeit|preis"
    r"|combien|quand|numéro|prix|cuánt\w{1,2}|cuándo|número|precio|quant\w|quando|numero|prezzo|preço"
    r"|hoeveel|wanneer|nummer|prijs|ile|kiedy|numer|cena|сколько|когда|номер|цена"
    r"|hur (?:många|mycket|länge|ofta)|när|hvor (?:mange|meget|længe|ofte)|hvornår"
    r"|kaç|ne kadar|ne zaman|berapa|kapan"
)
_QUANTITY = re.compile(rf"(?<!\w)(?:{_QUANTITY_WORDS})(?!\w)", re.IGNORECASE)
_QUANTITY_UNSPACED = re.compile(
    r"几|幾|多少|何時|何人|何台|何分|いくら|いくつ|いつ|番号|号码|电话|電話|कितन|कब|كم|متى|เท่าไร|เท่าไหร่|กี่|เมื่อไร|얼마|언제|몇"
)
_HOW_MANY = re.compile(
    r"(?<!\w)(?:how many|wie ?viele|combien de|combien d['’]|cuánt[oa]s|quant[ioea]s?|hoeveel|ile"
    r"|сколько|hur många|hvor mange|kaç|berapa banyak)(?!\w)"
    r"|多少[个名人位台]|几[个名人位台]|何[人台個]|कितने|몇 ?[명개대]|กี่",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    r"(?<!\w)(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|dozen|once|twice|none"
    r"|free|nothing|ein\w{0,2}|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn"
    r"|\w+zig|hundert|tausend|halb\w*|kostenlos|un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix"
    r"|onze|douze|vingt|trente|cent|mille|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"
    r"|doce|veinte|treinta|cien|mil|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|venti|dois"
    r"|duas|três|quatro|sete|oito|dez|vinte|een|twee|drie|vijf|zes|zeven|negen|tien|twaalf|jeden"
    r"|dwa|dwie|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|один|два|две|три|четыре|пять"
    r"|шесть|семь|восемь|девять|десять|ett?|två|tre|fyra|fem|sex|sju|åtta|nio|tio|bir|iki|üç|dört"
    r"|beş|altı|yedi|sekiz|dokuz|on|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)(?!\w)"
    r"|[一二三四五六七八九十百千两]|[०-९]|एक|दो|तीन|चार|पांच|पाँच|छह|सात|आठ|नौ|दस|[한두세네]\s|다섯|여섯|일곱|여덟|아홉|열"
    r"|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|واحد|اثن|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع|عشر",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"\W*(?:how|wie|comment|cómo|como|come|hoe|jak|как|hur|hvordan|nasıl|bagaimana|كيف|कैसे)(?!\w)",
    re.IGNORECASE,
)
_HOW_ANYWHERE = re.compile(r"怎么|怎样|如何|どうやって|どのように|방법|어떻게|อย่างไร|ยังไง|कैसे|nasıl")


_WHY = re.compile(
    r"(?<!\w)(?:why|warum|wieso|weshalb|pourquoi|por qué|perché|waarom|por que|dlaczego|почему"
    r"|varför|hvorfor|neden|niçin|mengapa|क्यों|لماذا)(?!\w)|なぜ|どうして|为什么|為什麼|왜|ทำไม",
    re.IGNORECASE,
)


def asks_how_many(question: str) -> bool:
    """Return whether a question asks for a count."""
    return bool(_HOW_MANY.search(question))


def has_quantity(text: str) -> bool:
    """Return whether a number stands in a text, in digits or in words."""
    return any(map(str.isdigit, text)) or bool(_NUMBER_WORD.search(text))


def asks_how(question: str) -> bool:
    """Return whether the answer to a question is likely to be steps to take."""
    is_how = _HOW.match(question) or _HOW_ANYWHERE.search(question)
    return bool(is_how) and not asks_for_quantity(question)


def asks_for_quantity(question: str) -> bool:
    """Return whether the answer to a question is likely to be a number, a date or the like."""
    return bool(_QUANTITY.search(question) or _QUANTITY_UNSPACED.search(question))


def asks_why(question: str) -> bool:
    """Return whether a question asks for a reason."""
    return bool(_WHY.search(question))
