"""Converts the text of a setting to its value, and reads what stands in files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec import Meta

from domain.access.origin import origin_of
from domain.errors import Misconfigured
from entrypoints import oidc_settings
from entrypoints.api.networks import Network, networks
from entrypoints.api.served_hosts import host_patterns

Count = Annotated[int, Meta(ge=1)]
Limit = Annotated[int, Meta(ge=0)]
# the time of each counted request is stored
RateLimit = Annotated[int, Meta(ge=0, le=10_000)]
Seconds = Annotated[float, Meta(gt=0)]
Hosts = Annotated[tuple[str, ...], "hosts"]
Networks = Annotated[tuple[Network, ...], "networks"]
Origins = Annotated[tuple[str, ...], "origins"]

IN_FILE = "_FILE"
"""What the name of a variable ends with that names the file in which a secret stands."""


def _origins(text: str) -> tuple[str, ...]:
    return tuple(origin_of(each) for each in text.split(",") if each.strip())


_LISTS: tuple[tuple[Any, Callable[[str], Any], str], ...] = (
    (
        Hosts,
        host_patterns,
        "is no host name: write names such as docs.example, .docs.example for its subdomains too,"
        " or * for any host, without scheme and port",
    ),
    (
        Networks,
        networks,
        "is neither an address nor a network: write 10.0.0.2, or 10.0.0.0/24 with the first address"
        " of the network",
    ),
    (
        Origins,
        _origins,
        "is no origin: write https://app.example, with the port if it is not the usual one, and"
        " without a path",
    ),
    (oidc_settings.GroupRules, oidc_settings.group_rules, ""),
)


def convert(raw: str, target: Any) -> Any:
    """Return the value of a setting.

    Raises:
        msgspec.ValidationError: If it is not of the type.
    """
    if target in {Path, Path | None}:
        return Path(raw).expanduser().resolve()
    for kind, parse, otherwise in _LISTS:
        if target == kind:
            try:
                return parse(raw)
            except ValueError as exc:
                raise msgspec.ValidationError(f"{exc} {otherwise}".rstrip()) from None
    return msgspec.convert(raw, target, strict=False)


def reason(error: msgspec.ValidationError, target: Any) -> str:
    """Return why a value was refused, as the end of a sentence."""
    if get_origin(target) is Literal:
        return "it must be one of " + ", ".join(get_args(target))
    return str(error)[:1].lower() + str(error)[1:]


def secret(given: Mapping[str, str], variable: str) -> str:
    """Return a secret from its variable, or from the file that `…_FILE` names.

    Raises:
        Misconfigured: If both are set, or the file cannot be read.
    """
    value = given.get(variable, "").strip()
    path = given.get(variable + IN_FILE, "").strip()
    if not path:
        return value
    if value:
        raise Misconfigured(f"{variable} and {variable}{IN_FILE} are both set: remove one.")
    try:
        return Path(path).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as exc:
        why = getattr(exc, "strerror", None) or "it is not text"
        raise Misconfigured(f"The file of {variable}{IN_FILE} cannot be read: {why}.") from None
