"""Knows who is signed in in a browser, by its cookie."""

from litestar.types import HTTPScope

from application.access.go_on_signed_in import FindSignIn
from domain.access.principal import Principal
from domain.errors import Starting, Unavailable
from entrypoints.api.audited_actions import SAFE_METHODS
from entrypoints.api.authentication import Authenticator
from entrypoints.api.page_cookies import SIGN_IN, cookie_of
from entrypoints.api.request_errors import CrossOrigin
from entrypoints.api.server_info import Startup

# browsers send one of them with every request that could change something; pages cannot write them
SAYS_ORIGIN = {b"origin", b"sec-fetch-site"}


class CookieAuthenticator(Authenticator):
    """Knows who is signed in in a browser."""

    def __init__(self, find: FindSignIn, startup: Startup) -> None:
        self._find = find
        self._startup = startup

    async def authenticate(self, scope: HTTPScope) -> Principal | None:
        """Return who is signed in; None if the request has no cookie.

        Raises:
            CrossOrigin: If it could change something, and does not say which page sent it. What
                says so is compared by same_origin.py.
        """
        token = cookie_of(scope, SIGN_IN)
        if token is None:
            return None
        if scope["method"] not in SAFE_METHODS and not any(
            name in SAYS_ORIGIN for name, _ in scope["headers"]
        ):
            raise CrossOrigin
        try:
            return (await self._find.execute(token)).principal
        except Unavailable:
            if self._startup.starting:
                raise Starting from None
            raise
