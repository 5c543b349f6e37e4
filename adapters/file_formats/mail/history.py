"""Tells the newest text of a mail from the earlier messages that it quotes."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_LONGEST_ATTRIBUTION = 3  # lines
_LONGEST_LINE = 400
_LEAST_FIELDS = 3
_MOST_LINES = 12  # of the fields above a quoted message

_QUOTED = re.compile(r"\s{0,3}>")
_MARKS = re.compile(r"(?:\s{0,3}>)+ ?")
_WROTE = re.compile(
    r"(?:\b(?:wrote|writes|schrieb|schreibt|a écrit|escribió|ha scritto|scrisse|escreveu|schreef"
    r"|geschreven|skrev|kirjoitti|napisał(?:a|\(a\))?|napsal(?:a|\(a\))?|írta|a scris|yazdı"
    r"|написала?|пишет|пише|έγραψε)\b|写道|寫道|のメッセージ|書きました|님이 작성|כתב|كتب)",
    re.IGNORECASE,
)
_SAYS_WHO = re.compile(r"\d|@")
_RULE = re.compile(r"\s*[_=-]{10,}\s*")
_DASHED = re.compile(
    r"\s*-{2,}\s*(?:original (?:message|appointment)|forwarded (?:message|by)|reply message"
    r"|urspr(?:ü|ue)ngliche nachricht|weitergeleitete nachricht|original-nachricht"
    r"|message (?:d['’]origine|original|transféré|transmis)|mensaje (?:original|reenviado)"
    r"|messaggio (?:originale|inoltrato)|mensagem (?:original|encaminhada)"
    r"|oorspronkelijk bericht|doorgestuurd bericht|ursprungligt meddelande"
    r"|vidarebefordrat meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti"
    r"|(?:wiadomość oryginalna|oryginalna wiadomość)|původní zpráva"
    r"|(?:исходное|пересылаемое) сообщение|転送メッセージ|元のメッセージ|原始邮件|转发的邮件"
    r"|原始郵件)\b.*",
    re.IGNORECASE,
)
_FIELDS = {
    "from": "from von de da van från fra lähettäjä od от від kimden feladó 发件人 寄件者 差出人"
    " 보낸사람",
    "date": "sent date gesendet datum envoyé enviado enviada fecha inviato data verzonden skickat"
    " sendt lähetetty wysłano odesláno отправлено дата надіслано tarih gönderildi 发送时间 日期"
    " 寄件日期 送信日時 日時 보낸날짜",
    "to": "to an à para a aan till til vastaanottaja do komu кому kime címzett 收件人 收件者 宛先"
    " 받는사람",
    "subject": "subject betreff objet asunto oggetto assunto onderwerp ämne emne aihe temat předmět"
    " тема konu tárgy 主题 主旨 件名 제목",
    "cc": "cc kopie copie копия 抄送 副本 참조",
}
_KINDS = {word: kind for kind, words in _FIELDS.items() for word in words.split()}
_FIELD = re.compile(r"[\s*>]*(?P<key>[^\W\d_][^:：*]{0,18}?)\s?\*{0,2}\s?[:：]\*{0,2}(?:\s|$)")
_SIGNATURE = re.compile(r"-- ?")


class Divided(NamedTuple):
    """The newest text of a mail, and the earlier messages; empty if there are none."""

    newest: str
    earlier: str


def divide(text: str) -> Divided:
    """Return the newest text of a mail and what it quotes as a whole.

    Quotations between the lines of an answer stay where they are: the answer needs them.
    """
    lines = text.split("\n")
    stop = _first_break(lines)
    earlier = lines[stop:]
    lines = lines[:stop]
    runs = _quoted_runs(lines)
    answers = [
        line for line in _between(lines, runs) if line.strip() and not _SIGNATURE.fullmatch(line)
    ]
    if not answers:  # all of it is quoted
        lines = [_unquoted(line) for line in lines]
    elif len(runs) == 1:
        (start, end) = runs[0]
        earlier = [*lines[start:end], "", *earlier]
        lines = [*lines[:start], *lines[end:]]
    newest = _tidy(lines)
    history = _tidy([_unquoted(line) for line in earlier])
    return Divided(newest, history) if newest else Divided(history, "")


def _first_break(lines: Sequence[str]) -> int:
    """Return the number of the line from which on everything is earlier messages."""
    for number, line in enumerate(lines):
        if len(line) > _LONGEST_LINE:
            continue
        if _DASHED.fullmatch(line) or _begins_fields(lines, number):
            before = number - 1
            while before > 0 and not lines[before].strip():
                before -= 1
            return before if before >= 0 and _RULE.fullmatch(lines[before]) else number
    return len(lines)


def _begins_fields(lines: Sequence[str], number: int) -> bool:
    """Return whether the fields of a quoted message begin on a line: who, when, to whom, what."""
    if _kind(lines[number]) != "from":
        return False
    found = {
        kind for line in lines[number : number + _MOST_LINES] if (kind := _kind(line)) is not None
    }
    return len(found) >= _LEAST_FIELDS and "from" in found and bool(found & {"date", "subject"})


def _kind(line: str) -> str | None:
    found = _FIELD.match(line[:_LONGEST_LINE])
    return _KINDS.get("".join(found["key"].casefold().split())) if found else None


def _quoted_runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return where lines that begin with `>` start and end, with the line that says who wrote."""
    runs: list[tuple[int, int]] = []
    number = 0
    while number < len(lines):
        if not _QUOTED.match(lines[number]):
            number += 1
            continue
        end = last = number
        while end < len(lines) and (_QUOTED.match(lines[end]) or not lines[end].strip()):
            if lines[end].strip():
                last = end
            end += 1
        least = runs[-1][1] if runs else 0
        runs.append((_attribution(lines, number, least), last + 1))
        number = last + 1
    return runs


def _attribution(lines: Sequence[str], quoted: int, least: int) -> int:
    """Return where the words start that say who wrote what is quoted from a line on."""
    stop = quoted
    while stop > least and not lines[stop - 1].strip():
        stop -= 1
    for start in range(stop - 1, max(least, stop - _LONGEST_ATTRIBUTION) - 1, -1):
        if not lines[start].strip():
            break
        words = " ".join(lines[start:stop])
        if len(words) > _LONGEST_LINE:
            break
        is_start = start == least or not lines[start - 1].strip()
        if _WROTE.search(words) and _SAYS_WHO.search(words) and (is_start or _begins(words)):
            return start
    return quoted


_BEGINS = re.compile(r"(?:on|am|le|el|il|em|op|den|på|w dniu|dne|ke|в|\d)\b", re.IGNORECASE)


def _begins(words: str) -> bool:
    return bool(_BEGINS.match(words.strip()))


def _between(lines: Sequence[str], runs: Sequence[tuple[int, int]]) -> list[str]:
    """Return the lines in none of the runs."""
    left: list[str] = []
    position = 0
    for start, end in runs:
        left += lines[position:start]
        position = end
    return [*left, *lines[position:]]


def _unquoted(line: str) -> str:
    found = _MARKS.match(line)
    return line[found.end() :] if found else line


def _tidy(lines: Sequence[str]) -> str:
    """Return lines as text; an empty line stands for the mark before a signature."""
    text = "\n".join("" if _SIGNATURE.fullmatch(line) else line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
