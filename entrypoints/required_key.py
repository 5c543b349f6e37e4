"""A server that others reach does not start without a key: it would be open to all of them."""

from collections.abc import Awaitable, Callable

from domain.errors import Misconfigured


class RequiredKey:
    """Refuses a database in which no key was ever made."""

    def __init__(self, was_made: Callable[[str], Awaitable[bool]]) -> None:
        """Ask `was_made` of the database behind a connection string."""
        self._was_made = was_made

    async def check(self, host: str, dsn: str) -> None:
        """Return if a server that listens on a host may start.

        Raises:
            Misconfigured: If it needs a key first.
            DatabaseUnavailable: If the database is not reachable.
        """
        if not await self._was_made(dsn):
            raise Misconfigured(
                f"Others can reach the address {host}, and no key was ever made. Make one with"
                " `quoth key create --workspace default --role admin`, with the same settings, and"
                " start Quoth again; or listen on 127.0.0.1, where it needs none. Nothing was"
                " changed."
            )
