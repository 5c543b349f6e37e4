"""Reads the address of a server from its URL, and says what is wrong with a URL.

No message repeats a part of the URL that may belong to a password: if one holds an unescaped sign,
the rest of it ends up in the host, the port or the path.
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from domain.errors import Misconfigured

DEFAULT_PORT = 5432
MAX_PORT = 65_535
EXAMPLE = "postgresql://user:password@host:5432/database"
ESCAPES = "%40 for @, %2F for /, %3F for ?, %23 for # and %5B for ["
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens.

    Attributes:
        text: The address, for people.
        host: A name, an address or, with a leading slash, the directory of a socket; None if the
            URL leaves it open or names several, or if the server speaks nothing but TLS.
        port: The port.
    """

    text: str
    host: str | None = None
    port: int = DEFAULT_PORT


def address_of(url: str) -> Address:
    """Return the address that a URL leads to.

    Raises:
        Misconfigured: If the URL cannot be read; the message says what to change.
    """
    try:
        parts = urlsplit(url)
    except ValueError as exc:
        raise _misconfigured(
            "its host is not valid. An IPv6 address needs brackets, as in [::1]:5432; in a user or"
            f" a password, write {ESCAPES}"
        ) from exc
    if parts.scheme not in {"postgresql", "postgres"}:
        raise _misconfigured("it does not begin with postgresql://")
    misplaced = parts.path + parts.query + parts.fragment
    if parts.netloc.count("@") > 1 or parts.fragment or ("@" in misplaced and not parts.username):
        raise _misconfigured(f"a sign in its user or password is not escaped: write {ESCAPES}")
    return _address(parts, _parameters(parts.query))


def _parameters(query: str) -> dict[str, str]:
    try:
        found = parse_qs(query, strict_parsing=True) if query else {}
    except ValueError as exc:
        raise _misconfigured("what follows the ? does not look like name=value&name=value") from exc
    parameters = {name: values[-1] for name, values in found.items()}
    if parameters.get("sslmode", "prefer") not in SSL_MODES:
        raise _misconfigured(f"its sslmode has to be one of {', '.join(SSL_MODES)}")
    return parameters


def _address(parts: SplitResult, parameters: dict[str, str]) -> Address:
    names = parts.netloc.rpartition("@")[2] or parameters.get("host", "")
    ports = parameters.get("port", "")
    if not names or "service" in parameters:
        return Address("the default address")  # which the environment or a file may change
    found = [_host(name, ports.split(",")[0]) for name in names.split(",")]
    text = ", ".join(
        host if host.startswith("/") else f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        for host, port in found
    )
    if len(found) > 1 or parameters.get("sslnegotiation") == "direct":
        return Address(text)
    [(host, port)] = found
    return Address(text, host, port)


def _host(name: str, other_port: str) -> tuple[str, int]:
    if name.startswith("["):
        host, _, rest = name[1:].partition("]")
        port = rest.removeprefix(":")
    elif name.count(":") > 1:
        raise _misconfigured("an IPv6 address needs brackets, as in [::1]:5432")
    else:
        host, _, port = name.partition(":")
    if not host:
        raise _misconfigured("its host is missing")
    port = port or other_port or str(DEFAULT_PORT)
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= MAX_PORT):
        raise _misconfigured(
            f"its port is not a number from 1 to {MAX_PORT}. If that is a part of the password, a"
            f" sign in it is not escaped: write {ESCAPES}"
        )
    return unquote(host), int(port)


def _misconfigured(problem: str) -> Misconfigured:
    return Misconfigured(
        f"QUOTH_DATABASE_URL cannot be used: {problem}. It has to look like {EXAMPLE}."
    )
