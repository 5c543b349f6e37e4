"""Answers requests that are not HTTP with a problem, as every other error."""

import logging
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from application.identifiers import new_id
from domain.errors import InvalidInput
from entrypoints.api.problems import MEDIA_TYPE, problem_body

NOT_HTTP = (
    "The request is not valid HTTP/1.1, so nothing was read or changed: check its first line, its"
    " headers and its length."
)
BROKEN_BODY = (
    "The body of the request is not valid HTTP/1.1. What does not need it may or may not have been"
    " carried out: check, then send the request again."
)

logger = logging.getLogger(__name__)


class ProblemProtocol(H11Protocol):
    """uvicorn's protocol, whose own error message is a problem with a request id."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it only says that it is invalid
        """Send the response to a request that cannot be read, and close the connection."""
        # otherwise a response has begun, and only the body of its request turned out malformed
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            request_id = str(new_id())
            logger.info("request %s was not valid HTTP", request_id)
            error = InvalidInput(NOT_HTTP)
            if self.conn.our_state is h11.SEND_RESPONSE:
                # the application has the head of the request already; it hears no more of it
                error = InvalidInput(BROKEN_BODY)
                self.cycle.disconnected = True
                self.cycle.message_event.set()
            body = problem_body(error, request_id)
            headers = [
                ("content-type", MEDIA_TYPE),
                ("content-length", str(len(body))),
                ("x-content-type-options", "nosniff"),
                ("x-request-id", request_id),
                ("connection", "close"),
            ]
            for event in (
                h11.Response(status_code=HTTPStatus.BAD_REQUEST, headers=headers),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
