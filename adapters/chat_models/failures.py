"""The errors of the vendors' SDKs as domain errors that say what happened and what to do.

The SDKs have the same shape: a response that is not a success is an error with `status_code`,
`response` and `body`, and a lost connection has none of them.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus

from domain.errors import LanguageModelFailed, LanguageModelRejected

_TOO_LONG = (
    "The prompt is longer than {model}, or {name}'s limit for this key, allows: lower"
    " {window_setting}."
)
_ANSWER_TOO_LONG = (
    "{name} does not let {model} write answers as long as QUOTH_CONTEXT_ANSWER_TOKENS: lower it."
)
_REJECTED = {
    401: "{name} does not know this key: check {key_setting}.",
    402: "{name} has no credit left for this key: top it up, or check {key_setting}.",
    403: "{name} does not let this key use {model}: check the key's permissions, {key_setting}"
    " and {model_setting}.",
    404: "{name} does not have {model}: check {model_setting} and {address_setting}.",
    413: _TOO_LONG,
}
_REJECTED_OTHERWISE = (
    "{name} refused the request ({status}): check that {model_setting} names a chat model, and"
    " that {window_setting} is no larger than its window."
)
_BUSY = {408, 409, 424, 498}  # besides every 5xx

# the servers say it in words of their own
_SAYS_TOO_LONG = re.compile(
    r"context.?(length|size|window|limit)|exceed_context|prompt is too long", re.IGNORECASE
)
_SAYS_NO_CREDIT = re.compile(r"insufficient_quota|credit balance", re.IGNORECASE)
_SAYS_ANSWER_TOO_LONG = re.compile(r"max_(completion_)?tokens", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Service:
    """How messages name a provider, its model, and the settings of both."""

    name: str
    model: str
    model_setting: str
    key_setting: str
    address_setting: str
    window_setting: str = "QUOTH_CONTEXT_WINDOW"


def failure_of(
    error: Exception, service: Service, *, unreachable: type[Exception]
) -> LanguageModelFailed:
    """Return the domain error for an error that came out of an SDK.

    Args:
        error: The error; anything that is not a known one means that the model broke off.
        service: What messages name.
        unreachable: The SDK's class for lost connections.
    """
    if isinstance(error, LanguageModelFailed):
        return error
    if isinstance(error, unreachable):
        return LanguageModelFailed(
            f"{service.name} is not reachable: check the network and {service.address_setting},"
            " then ask again."
        )
    status = getattr(error, "status_code", None)
    if not isinstance(status, int) or status < HTTPStatus.BAD_REQUEST:
        return LanguageModelFailed()
    name, delay, body = service.name, _retry_after(error), str(getattr(error, "body", ""))
    if status == HTTPStatus.TOO_MANY_REQUESTS and not _SAYS_NO_CREDIT.search(body):
        when = f"in {delay:.0f} s" if delay else "in a minute"
        return LanguageModelFailed(f"{name}'s rate limit is used up: ask again {when}.", delay)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY:
        return LanguageModelFailed(f"{name} has too much to do ({status}): ask again.", delay)
    return LanguageModelRejected(
        _refusal(status, body).format(
            name=service.name,
            model=service.model,
            model_setting=service.model_setting,
            key_setting=service.key_setting,
            address_setting=service.address_setting,
            window_setting=service.window_setting,
            status=status,
        )
    )


def _refusal(status: int, body: str) -> str:
    if _SAYS_NO_CREDIT.search(body):
        return _REJECTED[HTTPStatus.PAYMENT_REQUIRED]
    if status in _REJECTED:
        return _REJECTED[status]
    if _SAYS_TOO_LONG.search(body):
        return _TOO_LONG
    if _SAYS_ANSWER_TOO_LONG.search(body):
        return _ANSWER_TOO_LONG
    return _REJECTED_OTHERWISE


def _retry_after(error: Exception) -> float | None:
    """Return the value of the Retry-After header in seconds, or None."""
    response = getattr(error, "response", None)
    try:
        return max(0.0, float(response.headers["retry-after"])) if response is not None else None
    except (KeyError, ValueError):
        return None
