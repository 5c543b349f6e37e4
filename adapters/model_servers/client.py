"""Requests to a model server: paced, in time, and repeated where repeating helps."""

import asyncio
import re
from http import HTTPStatus
from typing import Any

import httpx

from adapters.model_servers.description import ServedModel

CONNECT_SECONDS = 5.0
AT_ONCE = 4  # requests, so that one ingest does not fill the server's queue
ATTEMPTS = 4
FIRST_RETRY_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
MINUTE = 60.0
_BUSY = {408, 409, 425, 429}  # besides every 5xx

# the servers say it in words of their own
_TOO_LONG = re.compile(
    r"context|too (long|large)|exceed|maximum.{0,40}(token|length)|batch size", re.IGNORECASE
)


class ModelServerError(Exception):
    """A request failed.

    Attributes:
        retriable: Whether the same request may succeed later.
        busy: Whether the server is there, and had too much to do.
    """

    def __init__(self, message: str, *, retriable: bool, busy: bool = False) -> None:
        """Set the sentence for people."""
        super().__init__(message)
        self.retriable = retriable
        self.busy = busy


class InputTooLong(Exception):
    """The server refused a text because the model cannot read that much."""


class ModelServer:
    """A client of one model on one server. It connects on the first request."""

    def __init__(
        self, served: ServedModel, path: str, attempts: int = ATTEMPTS, at_once: int = AT_ONCE
    ) -> None:
        """Set where requests go.

        Args:
            served: The model and its server.
            path: What is added to the address of the API.
            attempts: How often a request is made that may succeed later.
            at_once: How many requests are made at the same time; others wait.
        """
        self._served = served
        self._attempts = attempts
        self._url = f"{served.base_url.rstrip('/')}/{path}"
        self._client: httpx.AsyncClient | None = None
        self._places = asyncio.Semaphore(at_once)
        self._next_at = 0.0
        self._refusing = False

    async def post(self, body: dict[str, Any]) -> Any:
        """Return the JSON of the response.

        Raises:
            InputTooLong: If the server says that a text is too long.
            ModelServerError: If it failed, after as many attempts as it has.
        """
        for attempt in range(self._attempts):
            if self._refusing:
                raise ModelServerError("This server is stopping.", retriable=True)
            try:
                async with self._places:
                    await self._turn()
                    response = await self._connected().post(self._url, json=body)
            except httpx.HTTPError as exc:
                if attempt + 1 == self._attempts:
                    raise ModelServerError(self._unreachable(), retriable=True) from exc
                await asyncio.sleep(FIRST_RETRY_SECONDS * 2**attempt)
                continue
            if response.status_code == HTTPStatus.OK:
                return self._json(response)
            pause = self._pause(response, attempt)
            if pause is None or attempt + 1 == self._attempts:
                raise self._refused(response)
            await asyncio.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def refuse(self) -> None:
        """Send no more requests."""
        self._refusing = True

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _turn(self) -> None:
        """Wait until the limit of requests allows the next one."""
        if not self._served.requests_per_minute:
            return
        now = asyncio.get_running_loop().time()
        at = max(now, self._next_at)
        self._next_at = at + MINUTE / self._served.requests_per_minute
        await asyncio.sleep(at - now)

    def _connected(self) -> httpx.AsyncClient:
        if self._client is None:
            key = self._served.api_key
            self._client = httpx.AsyncClient(
                headers={"Authorization": f"Bearer {key}"} if key else {},
                timeout=httpx.Timeout(self._served.timeout_seconds, connect=CONNECT_SECONDS),
            )
        return self._client

    def _json(self, response: httpx.Response) -> Any:
        try:
            return response.json()
        except ValueError as exc:
            raise ModelServerError(
                f"{self._url} answered with something else than JSON: check the address of"
                f" {self._served.name}.",
                retriable=False,
            ) from exc

    def _pause(self, response: httpx.Response, attempt: int) -> float | None:
        """Return the seconds before the next attempt; None if there is none."""
        status = response.status_code
        if status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _BUSY:
            return None
        try:
            given = float(response.headers.get("retry-after", ""))
        except ValueError:
            return FIRST_RETRY_SECONDS * 2.0**attempt
        return given if given <= LONGEST_PAUSE_SECONDS else None

    def _refused(self, response: httpx.Response) -> Exception:
        status, name = response.status_code, self._served.name
        if status in {400, 413, 422, 500} and _TOO_LONG.search(response.text[:2_000]):
            return InputTooLong()
        if status in {401, 403}:
            setting = self._served.key_setting
            said = f"The server of {name} refuses the key ({status}): check {setting}."
        elif status == HTTPStatus.NOT_FOUND:
            said = f"There is no {self._served.model} at {self._url} (404): check both."
        elif status in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            said = f"The server of {name} has too much to do ({status}). Try again in a moment."
            return ModelServerError(said, retriable=True, busy=True)
        else:
            said = f"The server of {name} refused the request ({status}): check its description."
        return ModelServerError(said, retriable=False)

    def _unreachable(self) -> str:
        return (
            f"The server of {self._served.name} is not reachable at {self._served.base_url}:"
            " start it, or check its address."
        )
