"""Pages of long items, as the database makes them."""

from collections.abc import Callable, Sequence
from itertools import accumulate, takewhile
from typing import TypeVar

from domain.conversation.message import Message
from domain.paging import MAX_PAGE_BYTES

Item = TypeVar("Item")


def page_of(found: Sequence[Item], limit: int, size: Callable[[Item], int]) -> tuple[Item, ...]:
    """Return the first item, and as many more as a page can hold."""
    sizes = accumulate(map(size, found[:limit]))
    fitting = len(list(takewhile(lambda size: size <= MAX_PAGE_BYTES, sizes)))
    return tuple(found[: max(fitting, 1)])


def bytes_of(message: Message) -> int:
    """Return about as many bytes as a message has."""
    texts = [
        message.content,
        *(each.content for each in message.sources),
        *(each.cited_text for each in message.citations),
    ]
    return sum(len(text.encode()) for text in texts)
