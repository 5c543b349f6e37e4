"""The cookies of the page: who is signed in, and who is on the way to a provider.

Over TLS their names begin with `__Host-`: then no other host, such as one beside this one in the
same domain, can set them, and they never travel unencrypted.
"""

from litestar.datastructures import Cookie
from litestar.types import HTTPScope

SIGN_IN = "quoth_sign_in"
FLOW = "quoth_flow"


def cookie_of(scope: HTTPScope, name: str) -> str | None:
    """Return the value of a cookie that a request has once."""
    wanted = _full_name(scope, name)
    values = []
    for header, value in scope["headers"]:
        if header == b"cookie":
            for part in value.decode("latin-1").split(";"):
                found, mark, content = part.strip().partition("=")
                if mark and found == wanted:
                    values.append(content)
    return values[0] if len(values) == 1 else None


def sign_in_cookie(scope: HTTPScope, token: str, seconds: int) -> Cookie:
    """Return the cookie of a browser that is signed in: no request of another site carries it.

    Args:
        scope: The request that is answered.
        token: What the browser shows from now on; empty to forget it.
        seconds: How long it is valid.
    """
    return _cookie(scope, SIGN_IN, token, seconds, strict=True)


def flow_cookie(scope: HTTPScope, secret: str, seconds: int) -> Cookie:
    """Return the cookie of a browser on its way to a provider, whose site sends it back."""
    return _cookie(scope, FLOW, secret, seconds, strict=False)


def _cookie(scope: HTTPScope, name: str, value: str, seconds: int, *, strict: bool) -> Cookie:
    return Cookie(
        key=_full_name(scope, name),
        value=value,
        path="/",
        max_age=seconds,
        httponly=True,
        secure=_by_tls(scope),
        samesite="strict" if strict else "lax",
    )


def _full_name(scope: HTTPScope, name: str) -> str:
    return f"__Host-{name}" if _by_tls(scope) else name


def _by_tls(scope: HTTPScope) -> bool:
    return scope["scheme"] == "https"
