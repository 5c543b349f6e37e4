"""What a source lists, and what is remembered of it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A file in a source.

    Attributes:
        path: Its name in the collection: a relative path with `/`, in NFC.
        key: What the source calls it, such as a path on disk or a URL.
        token: A text that changes whenever the content may have changed; None if the source learns
            it only by fetching.
        size: The number of its bytes; None if unknown.
        url: Where people can open it; None if nowhere.
    """

    path: str
    key: str
    token: str | None
    size: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something in a source that is not synced, and why, in words for people."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What is in a source.

    Attributes:
        items: Its files, each path once.
        passed_over: What is there but is not synced.
        unlisted: What could not be listed. Nothing that was found there before counts as removed.
    """

    items: tuple[SourceItem, ...]
    passed_over: tuple[PassedOver, ...] = ()
    unlisted: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncedItem:
    """What is remembered of an item that was synced, and how its document stands now.

    Attributes:
        path: Its path in the collection.
        token: Its token when it was last fetched; None if the source gave none.
        sha256: The SHA-256 digest of its content then, in hex; None if the source did not give it.
        error: Why it could not become a document; None if it did.
        document_id: The document that has the name of the item now; None if there is none.
        stored: Whether that document is processed and has this content.
        no_text: Whether it could not become a document because it contains no text.
    """

    path: str
    token: str | None
    sha256: str | None
    error: str | None = None
    document_id: UUID | None = None
    stored: bool = False
    no_text: bool = False

    @property
    def passed_over(self) -> bool:
        """Whether the collection lacks nothing of it: it has no text, and no document is left."""
        return self.no_text and self.document_id is None


def external_id(collection: str, path: str) -> str:
    """Return the stable name of the document of an item, which no other item has.

    A slash in the name of the collection is encoded: what follows the first slash is the path.
    """
    return f"{collection.replace('%', '%25').replace('/', '%2F')}/{path}"
