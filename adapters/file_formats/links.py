"""The links of a document: their addresses are no text to read, but metadata."""

from collections.abc import Iterable

from domain.text.storable import storable

_MOST = 100
_LONGEST = 500  # characters of a link


def listed(links: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return links as `words <address>`: each address once, and the first hundred only.

    Args:
        links: The words and the address of each.
    """
    found: dict[str, str] = {}
    for words, address in links:
        if len(found) >= _MOST:
            break
        if address not in found and len(address) <= _LONGEST:
            shown = " ".join(storable(words).split())[:_LONGEST]
            found[address] = f"{shown} <{address}>" if shown not in ("", address) else address
    return tuple(storable(link) for link in found.values())
