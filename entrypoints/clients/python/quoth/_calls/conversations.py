"""Requests about sessions and answers."""

from collections.abc import Sequence
from urllib.parse import quote

from quoth._call import Call, Id, new_key, nothing, returns, returns_page, without_none
from quoth._stream import EventStream
from quoth.events import AnswerEvent, DoneEvent, ErrorEvent, StartEvent
from quoth.types import Conversation, Feedback, JudgedAnswer, Page, Session, Within

SESSIONS = "/api/session/"
CHAT = "/api/chat/"
PAGE = 200
LAST = (DoneEvent, ErrorEvent)


def create() -> Call[Session]:
    """Create a session."""
    # sent twice, it leaves an empty session, which nobody sees
    return Call("POST", f"{SESSIONS}create/", returns(Session))


def list_sessions(
    cursor: str | None, query: str | None, pinned: bool | None
) -> Call[Page[Session]]:
    """Read a page of the sessions."""
    params = without_none(limit=PAGE, cursor=cursor, query=query, pinned=pinned)
    return Call("GET", SESSIONS, returns_page(Session), params)


def get(session_id: Id, cursor: str | None, limit: int | None) -> Call[Conversation]:
    """Read a session with its messages."""
    params = without_none(limit=limit, cursor=cursor)
    return Call("GET", _path(session_id), returns(Conversation), params)


def rename(session_id: Id, title: str) -> Call[Session]:
    """Give a session a title."""
    return Call("PATCH", _path(session_id), returns(Session), body={"title": title})


def pin(session_id: Id, *, pinned: bool) -> Call[Session]:
    """Pin a session or unpin it."""
    return Call("PATCH", _path(session_id), returns(Session), body={"pinned": pinned})


def export(session_id: Id, form: str) -> Call[str]:
    """Read a session as a file."""
    params = without_none(format=form)
    return Call("GET", f"{_path(session_id)}export/", lambda file: file.content.decode(), params)


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


def rate(message_id: Id, verdict: str, wrong_quotations: Sequence[Id], note: str) -> Call[Feedback]:
    """Say whether an answer helped."""
    wrong = [str(each) for each in wrong_quotations]
    body = {"verdict": verdict, "wrong_quotations": wrong, "note": note}
    return Call("PUT", _feedback(message_id), returns(Feedback), body=body)


def take_back(message_id: Id) -> Call[None]:
    """Take back what was said about an answer."""
    return Call("DELETE", _feedback(message_id), nothing)


def list_feedback(cursor: str | None, verdict: str | None) -> Call[Page[JudgedAnswer]]:
    """Read a page of what was said about answers."""
    params = without_none(limit=PAGE, cursor=cursor, verdict=verdict)
    return Call("GET", "/api/feedback/", returns_page(JudgedAnswer), params)


def _where_it_goes_on(event: AnswerEvent) -> str | None:
    return _events(event.message_id) if isinstance(event, StartEvent) else None


def _events(message_id: Id) -> str:
    return f"{CHAT}{quote(str(message_id), safe='')}/events/"


def _feedback(message_id: Id) -> str:
    return f"{CHAT}{quote(str(message_id), safe='')}/feedback/"


def _path(session_id: Id) -> str:
    return f"{SESSIONS}{quote(str(session_id), safe='')}/"
