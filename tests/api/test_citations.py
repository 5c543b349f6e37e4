"""Citations, abstentions and groundedness over HTTP: in the stream and in the history."""

from typing import Any

import pytest

from entrypoints.settings import Settings
from tests.api.client import LIGHTHOUSE, Client, events_of, without_citation_ids
from tests.fakes.wiring import Fakes, test_settings

ANSWER = f"{LIGHTHOUSE} [1] Nobody knows how tall it was."


async def ask(client: Client, question: str = "Who built it?") -> tuple[str, list[dict[str, Any]]]:
    """Return a new session and the events of its first answer."""
    session = await client.create_session()
    return session, events_of(await client.ask(session, question))


async def test_an_answer_carries_its_citations(client: Client, fakes: Fakes) -> None:
    """A citation has exact spans in the document and the answer, and the history has it too."""
    await client.upload(f"Of towers.\n\n{LIGHTHOUSE}")
    fakes.model.enqueue([ANSWER[:90], ANSWER[90:]])
    session, events = await ask(client)
    [citation] = [event for event in events if event["type"] == "citation"]
    [source] = next(event["sources"] for event in events if event["type"] == "sources")
    assert citation["verified"] is True
    assert citation["gone"] is False
    assert citation["cited_text"] == LIGHTHOUSE
    assert citation["source_id"] == source["source_id"]
    content = await client.http.get(
        f"/api/document/{citation['document_id']}/content/",
        params={"start": citation["char_start"], "end": citation["char_end"]},
    )
    assert content.text == LIGHTHOUSE
    answer = (await client.messages(session))[1]
    assert answer["content"] == ANSWER
    cited = slice(citation["answer_start"], citation["answer_end"])
    assert answer["content"][cited] == LIGHTHOUSE
    assert answer["citations"] == [
        {name: value for name, value in citation.items() if name not in ("id", "type")}
    ]
    assert events[-1]["groundedness"] == answer["groundedness"] == 0.5
    assert events[-1]["reason"] is answer["reason"] is None
    [unsupported] = events[-1]["unsupported"]
    assert [unsupported] == answer["unsupported"]
    words = answer["content"][unsupported["start"] : unsupported["end"]]
    assert words == "Nobody knows how tall it was."


async def test_a_remembered_answer_keeps_its_citations(client: Client, fakes: Fakes) -> None:
    """A cached answer has the same citations, under ids of its own, and the same groundedness."""
    await client.upload()
    fakes.model.enqueue(ANSWER)
    _, first = await ask(client)
    session, second = await ask(client)
    assert second[0]["cached"] is (await client.messages(session))[1]["cached"] is True
    assert without_citation_ids(second) == without_citation_ids(first)
    assert second[-1]["groundedness"] == first[-1]["groundedness"]
    assert second[-1]["unsupported"] == first[-1]["unsupported"] != []


async def test_a_quotation_outlives_its_document(client: Client, fakes: Fakes) -> None:
    """After its document is deleted, a citation keeps its words and place and is marked as gone."""
    document = (await client.upload()).json()["document_id"]
    fakes.model.enqueue(ANSWER)
    session, _ = await ask(client)
    [before] = (await client.messages(session))[1]["citations"]
    await client.upload("Another text.", "other.txt")
    assert (await client.messages(session))[1]["citations"] == [before]
    await client.http.delete(f"/api/document/{document}/")
    answer = (await client.messages(session))[1]
    assert answer["citations"] == [{**before, "gone": True}]
    assert [source["gone"] for source in answer["sources"]] == [True]


async def test_a_passage_outlives_its_document(client: Client, fakes: Fakes) -> None:
    """A source that the answer does not cite is marked as gone too, and keeps its text."""
    document = (await client.upload()).json()["document_id"]
    fakes.model.enqueue("Nobody knows.")
    session, _ = await ask(client)
    await client.http.delete(f"/api/document/{document}/")
    [source] = (await client.messages(session))[1]["sources"]
    assert (source["gone"], source["content"]) == (True, LIGHTHOUSE)


async def test_a_history_says_how_an_answer_is_shown(client: Client, fakes: Fakes) -> None:
    """What a chat model writes is Markdown, in the stream without saying so."""
    await client.upload()
    fakes.model.enqueue(ANSWER)
    session, events = await ask(client)
    assert not any("format" in event for event in events)
    assert (await client.messages(session))[1]["format"] == "markdown"


async def test_without_documents_no_model_is_asked(client: Client, fakes: Fakes) -> None:
    """Without documents the answer abstains with a reason, and the model is not called."""
    session, events = await ask(client)
    assert [event["type"] for event in events] == ["start", "sources", "content", "done"]
    assert (events[-1]["finish_reason"], events[-1]["reason"]) == ("abstained", "no_documents")
    assert events[-1]["groundedness"] is None
    assert fakes.model.history == []
    assert (await client.messages(session))[1]["reason"] == "no_documents"


async def test_a_model_may_say_that_there_is_no_answer(client: Client, fakes: Fakes) -> None:
    """The model's marker for no answer is removed, its text is shown, and the reason is its own."""
    await client.upload()
    fakes.model.enqueue(["[no ", "answer] Nothing is said of its colour."])
    session, events = await ask(client, "What colour is it?")
    assert events[-1]["finish_reason"] == "abstained"
    assert events[-1]["reason"] == "not_answered_by_passages"
    answer = (await client.messages(session))[1]
    assert answer["content"] == "Nothing is said of its colour."
    assert [source["filename"] for source in answer["sources"]] == ["lighthouse.txt"]


class TestWithAThreshold:
    """A server with a minimum confidence."""

    @pytest.fixture
    def settings(self) -> Settings:
        return test_settings(search_min_confidence=0.5)

    async def test_nothing_relevant_is_not_answered(self, client: Client, fakes: Fakes) -> None:
        """If nothing is relevant, the model is not called and the nearest passages are shown."""
        await client.upload()
        _, events = await ask(client, "Which fish live in the reef?")
        sources = events[1]
        assert [source["filename"] for source in sources["sources"]] == ["lighthouse.txt"]
        assert sources["confidence"] < 0.5
        assert events[-1]["reason"] == "nothing_relevant"
        assert fakes.model.history == []

    async def test_what_is_relevant_is_answered(self, client: Client, fakes: Fakes) -> None:
        """A question that a passage answers reaches the model."""
        await client.upload()
        _, events = await ask(client, LIGHTHOUSE)
        assert events[1]["confidence"] > 0.5
        assert events[-1]["finish_reason"] == "stop"
        assert len(fakes.model.history) == 1
