"""A server that others reach does not start without a key: it would be open to all of them."""

from collections.abc import Awaitable, Callable

from domain.errors import Misconfigured
from entrypoints.api.served_hosts import is_loopback
from entrypoints.settings import Settings


def how_others_reach(settings: Settings) -> str | None:
    """Return how others than this machine reach a server; None if they cannot."""
    if not is_loopback(settings.host):
        return f"Others can reach the address {settings.host}"
    if settings.trusted_proxies:
        return "Others can reach Quoth through the proxies of QUOTH_TRUSTED_PROXIES"
    return None


class RequiredKey:
    """Refuses a database in which no key was ever made."""

    def __init__(self, was_made: Callable[[str], Awaitable[bool]]) -> None:
        """Ask `was_made` of the database behind a connection string."""
        self._was_made = was_made

    async def check(self, reached: str, dsn: str) -> None:
        """Return if a server that others reach may start.

        Args:
            reached: How they reach it, as `how_others_reach` says.
            dsn: The connection string of its database.

        Raises:
            Misconfigured: If it needs a key first.
            DatabaseUnavailable: If the database is not reachable.
        """
        if not await self._was_made(dsn):
            raise Misconfigured(
                f"{reached}, and no key was ever made. Make one with"
                " `quoth key create --workspace default --role admin`, with the same settings, and"
                " start Quoth again; or listen on 127.0.0.1 without a proxy, where it needs none."
                " Nothing was changed."
            )
