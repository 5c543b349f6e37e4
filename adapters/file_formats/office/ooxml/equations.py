"""Writes equations of Office as a line of text: `x=(-b±√(b^2-4ac))/2a`."""

import re
from typing import Final

from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    local_name,
)

_SINGLE = re.compile(r"[^\W_]+|.|\([^()]*\)")
_ROOTS: Final = {"3": "∛", "4": "∜"}


def equation(element: Element) -> str:
    """Return an equation, or the inner parts of one, as text."""
    pieces: list[str] = []
    is_apart = False
    for each in element:
        piece, name = _part(each), local_name(each)
        if not piece:
            continue
        # "1/z dz", "a cos x"
        is_apart = is_apart or name == "func"
        if is_apart and pieces and pieces[-1][-1].isalnum() and piece[0].isalnum():
            pieces.append(" ")
        pieces.append(piece)
        is_apart = name in ("f", "func")
    return "".join(pieces)


def _part(element: Element) -> str:
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    write = _WRITERS.get(name)
    return write(element) if write else equation(element)


def _inner(element: Element, name: str) -> str:
    part = child(element, name)
    return "" if part is None else equation(part).strip()


def _grouped(text: str) -> str:
    return text if _SINGLE.fullmatch(text) or not text else f"({text})"


def _raised(element: Element) -> str:
    return _scripts(element, _grouped(_inner(element, "e")))


def _scripts(element: Element, base: str) -> str:
    sub, sup = _inner(element, "sub"), _inner(element, "sup")
    return base + (f"_{_grouped(sub)}" if sub else "") + (f"^{_grouped(sup)}" if sup else "")


def _fraction(element: Element) -> str:
    num, den = _inner(element, "num"), _inner(element, "den")
    if attribute(child(element, "fPr", "type"), "val") == "noBar":
        return f"{num}¦{den}"
    return f"{_grouped(num)}/{_grouped(den)}"


def _root(element: Element) -> str:
    degree, base = _inner(element, "deg"), _inner(element, "e")
    if degree and degree not in _ROOTS:
        return f"√({degree}&{base})"
    return f"{_ROOTS.get(degree, '√')}{_grouped(base)}"


def _operator(element: Element) -> str:
    sign = attribute(child(element, "naryPr", "chr"), "val") or "∫"
    base = _inner(element, "e")
    return f"{_scripts(element, sign)} {base}"


def _delimited(element: Element) -> str:
    properties = child(element, "dPr")
    opening, between, closing = (
        otherwise if each is None else each
        for each, otherwise in (
            (attribute(child(properties, "begChr"), "val"), "("),
            (attribute(child(properties, "sepChr"), "val"), "|"),
            (attribute(child(properties, "endChr"), "val"), ")"),
        )
    )
    return opening + between.join(equation(e).strip() for e in children(element, "e")) + closing


def _function(element: Element) -> str:
    name, of = _inner(element, "fName"), _inner(element, "e")
    return f"{name}{of}" if of.startswith("(") else f"{name} {of}"


def _limit(element: Element) -> str:
    mark = "_" if local_name(element) == "limLow" else "^"
    return f"{_inner(element, 'e')}{mark}{_grouped(_inner(element, 'lim'))}"


def _lines(element: Element) -> str:
    return "; ".join(equation(e).strip() for e in children(element, "e"))


def _matrix(element: Element) -> str:
    rows = (
        " & ".join(equation(e).strip() for e in children(row, "e"))
        for row in children(element, "mr")
    )
    return f"[{'; '.join(rows)}]"


_WRITERS: Final = {
    "sSup": _raised,
    "sSub": _raised,
    "sSubSup": _raised,
    "f": _fraction,
    "rad": _root,
    "nary": _operator,
    "d": _delimited,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "eqArr": _lines,
    "m": _matrix,
}
