"""A request as data, and how its response is read: the same for both kinds of client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

import httpx
import msgspec

from quoth._form import Form
from quoth.errors import ResponseNotUnderstood, refusal
from quoth.types import Page

T = TypeVar("T")
Item = TypeVar("Item")
Id = UUID | str
Params = Mapping[str, str | int | list[str]]

_LEARNING = Lock()


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One request.

    Attributes:
        read: Makes the result from the response.
        body: What is sent as JSON.
        form: What is sent as a form with a file.
        repeatable: Whether sending it twice does no more than sending it once.
        waits: Whether the response may take as long as it likes.
        also_read: A status that is read as a success.
    """

    method: str
    path: str
    read: Callable[[httpx.Response], T]
    params: Params = field(default_factory=dict)
    body: object = None
    form: Form | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    repeatable: bool = True
    waits: bool = False
    also_read: int | None = None

    def result(self, response: httpx.Response) -> T:
        """Return what the response means. Its body has been read.

        Raises:
            RequestRefused: If it is no success.
            ResponseNotUnderstood: If it is not what Quoth sends.
        """
        if not response.is_success and response.status_code != self.also_read:
            raise refusal(response.status_code, response.headers, response.content)
        try:
            return self.read(response)
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            raise ResponseNotUnderstood(
                f"The response to {self.method} {self.path} is not Quoth's ({exc}): check the"
                " address and the versions of the server and this client."
            ) from exc


def decoder_of(kind: Any) -> msgspec.json.Decoder[Any]:
    """Return what decodes JSON as a type.

    msgspec learns a type when it first meets it, and the process dies of a segmentation fault if
    another thread meets the type meanwhile. So types are learned one after the other.
    """
    with _LEARNING:
        return msgspec.json.Decoder(kind)


def returns(kind: type[T]) -> Callable[[httpx.Response], T]:
    """Return what reads a JSON body."""
    decoder = decoder_of(kind)
    return lambda response: decoder.decode(response.content)


def returns_page(kind: type[Item]) -> Callable[[httpx.Response], Page[Item]]:
    """Return what reads a page of a list."""
    decoder = decoder_of(Page[kind])  # type: ignore[valid-type]  # a class at run time
    return lambda response: decoder.decode(response.content)


def nothing(_: httpx.Response) -> None:
    """Read a response without a content."""


def without_none(**values: object) -> dict[str, str | int]:
    """Return the parameters that were given, as the API writes them."""
    return {
        name: str(value).lower() if isinstance(value, bool) else _plain(value)
        for name, value in values.items()
        if value is not None
    }


def new_key() -> dict[str, str]:
    """Return the header that makes a request safe to repeat."""
    return {"Idempotency-Key": str(uuid4())}


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)
