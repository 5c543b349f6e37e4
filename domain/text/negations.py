"""Negation, in many languages."""

import re

_WORDS = (
    r"not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|except|unless|\w+n['’]t"
    r"|nicht|nie|niemals|kein\w{0,2}|niemand|nichts|nirgends|weder|ohne|außer"
    r"|pas|jamais|aucune?|rien|personne|sans|sauf"
    r"|nunca|jamás|ninguno?|ninguna|nada|nadie|salvo"
    r"|non|nessun\w?|niente|nulla|senza|tranne"
    r"|não|nenhum\w?|ninguém|sem|exceto"
    r"|niet|nooit|geen|niemand|niets|zonder|behalve"
    r"|nie|nigdy|żaden|żadna|nikt|nic|bez|oprócz"
    r"|не|нет|никогда|никто|ничего|без|кроме"
    r"|inte|aldrig|ingen|inget|inga|utan|ikke|aldri|uten|uden"
    r"|değil|yok|hiç|asla|tidak|bukan|jangan|tanpa"
)
_SPACED = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)", re.IGNORECASE)
# "หรือไม่" is no "not": it asks whether
_UNSPACED = re.compile(
    r"不|没|沒|無|无|未|ない|ません|ず|않|없|못|아니|(?<!หรือ)ไม่|ห้าม|नहीं|न |मत"
    r"|بدون|(?<!\w)(?:لا|لم|لن|ليس|غير)(?!\w)"
)


def is_negated(text: str) -> bool:
    """Return whether a text has a word of negation."""
    return bool(_SPACED.search(text) or _UNSPACED.search(text))


_PROHIBITIONS = re.compile(
    r"(?<!\w)(?:forbidden|forbids?|prohibit\w*|banned|bans?|verboten|verbietet|untersagt|unzulässig"
    r"|interdite?s?|défendu\w*|prohibid[oa]s?|prohíbe|vietat[oaie]|proibid[oa]s?|verboden"
    r"|zabronion[eay]|zakaz\w*|wzbronion[eay]|запрещ\w+|нельзя|förbjud\w+|forbudt?|yasakt?\w*"
    r"|dilarang|ممنوع\w*|محظور\w*|वर्जित|निषिद्ध|मना)(?!\w)|禁止|厳禁|严禁|嚴禁|금지|금하|ห้าม",
    re.IGNORECASE,
)


def is_denied(text: str) -> bool:
    """Return whether a text answers a negated question: it is negated itself, or it prohibits."""
    return is_negated(text) or bool(_PROHIBITIONS.search(text))
