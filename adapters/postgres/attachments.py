"""Remembers which mail brought which document, and finds what goes with a mail."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Connection
from adapters.postgres.document_versions import NEWEST
from adapters.postgres.queries import QUERIES
from domain.documents.attachments import MailVersion
from domain.errors import DocumentLimited


async def attach(
    connection: Connection, document_id: UUID, name: str, mail: MailVersion | None
) -> None:
    """Remember the mail that brought a document under a name, if one did.

    The document has the limits of the mail from then on: cached answers on it become stale.
    """
    if mail is not None and await connection.fetchval(
        QUERIES["attach"], document_id, mail.id, name, mail.version
    ):
        await connection.execute(QUERIES["bump_revision"])


async def check_may_bring(connection: Connection, mail: MailVersion, document_id: UUID) -> None:
    """Check that who may read a mail may read a document, unless the mail brought it before.

    Whoever takes mails apart reads all, but the mail is given by somebody who may not.

    Raises:
        DocumentLimited: If a limit of the document is none of the mail.
    """
    if not await connection.fetchval(QUERIES["may_bring"], mail.id, document_id):
        raise DocumentLimited


async def with_attachments(
    connection: Connection, mails: Sequence[Record], *, lock: bool
) -> tuple[list[Record], list[Record]]:
    """Return documents with those that only they brought, and those that lose a name with them.

    Args:
        connection: A connection in a transaction.
        mails: The documents, each with its id.
        lock: Whether to keep others from changing what is returned.
    """
    return await _brought(connection, mails, {row["id"]: NEWEST for row in mails}, lock=lock)


async def superseded_attachments(
    connection: Connection, mail_id: UUID, version: int
) -> tuple[list[Record], list[Record]]:
    """Return what only the versions of a mail before this one brought, as `with_attachments`."""
    return await _brought(connection, (), {mail_id: version}, lock=True)


async def _brought(
    connection: Connection, documents: Sequence[Record], before: dict[UUID, int], *, lock: bool
) -> tuple[list[Record], list[Record]]:
    going = list(documents)
    while True:
        bounds = (list(before), list(before.values()))
        if lock:
            await connection.execute(QUERIES["lock_attachments"], *bounds)
        found = await connection.fetch(QUERIES["only_attached"], *bounds)
        more = [row for row in found if set(row["names"]) == set(row["brought"])]
        if not more:
            return sorted(going, key=lambda row: row["id"]), found
        going += more
        before = before | {row["id"]: NEWEST for row in more}
