"""Whether a database has a key, before it is opened: it may not have been set up yet."""

from adapters.postgres.errors import unavailable_when_unreachable
from adapters.postgres.server_check import misconfigured_when_refused
from adapters.postgres.setting_up import setting_up

CONNECT_SECONDS = 5.0


async def key_was_made(dsn: str) -> bool:
    """Return whether a key was ever made, whatever has become of it since.

    Raises:
        Misconfigured: If the address or the server has to change.
        DatabaseUnavailable: If the database cannot be reached.
    """
    with unavailable_when_unreachable(), misconfigured_when_refused():
        async with setting_up(dsn, CONNECT_SECONDS) as connection:
            if not await connection.fetchval("SELECT to_regclass('api_keys') IS NOT NULL"):
                return False
            made: bool = await connection.fetchval("SELECT EXISTS (SELECT FROM api_keys)")
            return made
