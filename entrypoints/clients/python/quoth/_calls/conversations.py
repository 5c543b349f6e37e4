"""Requests about sessions and answers."""

from urllib.parse import quote

from quoth._call import Call, Id, new_key, nothing, returns, returns_page, without_none
from quoth._stream import EventStream
from quoth.events import AnswerEvent, DoneEvent, ErrorEvent, StartEvent
from quoth.types import Conversation, Page, Session, Within

SESSIONS = "/api/session/"
CHAT = "/api/chat/"
PAGE = 200
LAST = (DoneEvent, ErrorEvent)


def create() -> Call[Session]:
    """Create a session."""
    # sent twice, it leaves an empty session, which nobody sees
    return Call("POST", f"{SESSIONS}create/", returns(Session))


def list_sessions(cursor: str | None, query: str | None) -> Call[Page[Session]]:
    """Read a page of the sessions."""
    params = without_none(limit=PAGE, cursor=cursor, query=query)
    return Call("GET", SESSIONS, returns_page(Session), params)


def get(session_id: Id, cursor: str | None, limit: int | None) -> Call[Conversation]:
    """Read a session with its messages."""
    params = without_none(limit=limit, cursor=cursor)
    return Call("GET", _path(session_id), returns(Conversation), params)


def rename(session_id: Id, title: str) -> Call[Session]:
    """Give a session a title."""
    return Call("PATCH", _path(session_id), returns(Session), body={"title": title})


def delete(session_id: Id) -> Call[None]:
    """Delete a session."""
    return Call("DELETE", _path(session_id), nothing, repeatable=False)


def ask(
    session_id: Id, message: str, within: Within | None, model: str | None, *, cache: bool
) -> EventStream[AnswerEvent]:
    """Ask a question."""
    body: dict[str, object] = {"session_id": str(session_id), "message": message, "cache": cache}
    if within is not None:
        body["within"] = within
    if model is not None:
        body["model"] = model
    first = Call("POST", CHAT, nothing, body=body, headers=new_key())
    return EventStream(first, AnswerEvent, LAST, _where_it_goes_on)


def follow(message_id: Id, after: int) -> EventStream[AnswerEvent]:
    """Receive the events of an answer after a number of them."""
    params = without_none(after=after) if after else {}
    return EventStream(Call("GET", _events(message_id), nothing, params), AnswerEvent, LAST)


def cancel(message_id: Id) -> Call[None]:
    """Cancel an answer."""
    return Call("POST", f"{CHAT}{quote(str(message_id), safe='')}/cancel/", nothing)


def _where_it_goes_on(event: AnswerEvent) -> str | None:
    return _events(event.message_id) if isinstance(event, StartEvent) else None


def _events(message_id: Id) -> str:
    return f"{CHAT}{quote(str(message_id), safe='')}/events/"


def _path(session_id: Id) -> str:
    return f"{SESSIONS}{quote(str(session_id), safe='')}/"
