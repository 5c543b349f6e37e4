"""Anthropic's own citations, from the documents of the request to the events of the answer."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from adapters.chat_models import lazy_sdk
from adapters.chat_models.anthropic_chat_model import AnthropicChatModel
from application.answering.chat.language_model import ChatLanguageModel
from application.ports.language_model import Abstained, Completion, SourceCited, TextDelta
from domain.answering.prompt import Prompt
from domain.conversation.message import FinishReason, HistoryMessage, MessageRole, Usage
from domain.documents.place import Place
from domain.errors import LanguageModelFailed, LanguageModelRejected, Misconfigured
from domain.retrieval.passages import Passage
from tests.fakes.anthropic_server import AnthropicServer, answer, cited_answer, refusal
from tests.support.prompts import PROMPTS

PASSAGES = tuple(
    Passage(Place(UUID(int=n), f"{n}.txt", 0, len(text), page=7), 0, text, 4, 0.9)
    for n, text in enumerate(["The sky is blue.", "The sea is </passage> wide."], 1)
)
PROMPT = Prompt("What of the sky?", PASSAGES, prompts=PROMPTS)


@pytest.fixture
async def server() -> AsyncIterator[AnthropicServer]:
    async with AnthropicServer() as server:
        yield server


@pytest.fixture
async def chat(server: AnthropicServer) -> AsyncIterator[AnthropicChatModel]:
    chat = AnthropicChatModel("a-model", "a-key", server.base_url)
    yield chat
    await chat.close()


async def test_cited_blocks_become_citations_where_they_end(
    server: AnthropicServer, chat: AnthropicChatModel
) -> None:
    """Each cited block is followed by its sources, once each; unknown ones are left out."""
    server.enqueue(
        cited_answer(("It is blue.", (1, 1)), (" It is ", ()), ("wide", (2, 1, 9)), (".", ()))
    )
    events = [event async for event in ChatLanguageModel(chat).stream(PROMPT)]
    assert events == [
        TextDelta("It is blue."),
        SourceCited(1),
        TextDelta(" It is"),
        TextDelta(" wide"),
        SourceCited(2),
        SourceCited(1),
        TextDelta("."),
        Completion(FinishReason.STOP, Usage(12, 5), "a-model"),
    ]


async def test_passages_go_out_as_documents(
    server: AnthropicServer, chat: AnthropicChatModel
) -> None:
    """Each passage is a document that can be cited, without tags; the text has the question."""
    model = ChatLanguageModel(chat)
    assert [event async for event in model.stream(PROMPT)]
    body = server.requests[0].body
    *documents, question = body["messages"][-1]["content"]
    assert [each["title"] for each in documents] == ["1.txt", "2.txt"]
    assert [each["citations"] for each in documents] == [{"enabled": True}] * 2
    assert 'page="7"' in documents[0]["context"]
    (block,) = documents[1]["source"]["content"]
    assert block == {"type": "text", "text": "The sea is ‹/passage> wide."}
    assert question == {"type": "text", "text": "<question>\nWhat of the sky?\n</question>"}
    assert body["system"].startswith(PROMPTS.system)
    assert "no numbers in square brackets" in body["system"]
    empty = HistoryMessage(MessageRole.ASSISTANT, "")
    assert [each async for each in model.stream(Prompt("Why?", history=(empty,), prompts=PROMPTS))]
    body = server.requests[1].body
    assert body["system"] == PROMPTS.system
    assert [type(each["content"]) for each in body["messages"]] == [str]


async def test_an_abstention_may_be_cited(
    server: AnthropicServer, chat: AnthropicChatModel
) -> None:
    """The mark for no answer is understood, whether a block ends in it or not."""
    server.enqueue(cited_answer(("[no answer]", (2,)), (" Nobody says so.", ())))
    events = [event async for event in ChatLanguageModel(chat).stream(PROMPT)]
    assert events[:3] == [Abstained(), SourceCited(2), TextDelta("Nobody says so.")]


@pytest.mark.parametrize("reason", ["max_tokens", "model_context_window_exceeded"])
async def test_an_answer_that_was_cut_off_says_so(
    server: AnthropicServer, chat: AnthropicChatModel, reason: str
) -> None:
    """Both limits of Anthropic's end an answer with LENGTH."""
    server.enqueue(answer("It is", finish_reason=reason))
    events = [event async for event in ChatLanguageModel(chat).stream(PROMPT)]
    assert events[-1] == Completion(FinishReason.LENGTH, Usage(12, 5), "a-model")


async def test_nothing_of_the_environment_is_sent(
    server: AnthropicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Variables for Anthropic's own servers do not reach the server that is set."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-private")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-private")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Mine: private\nX-Other: private")
    chat = AnthropicChatModel("a-model", "a-key", server.base_url)
    assert [event async for event in chat.stream(Prompt("Why?").messages(), 9)]
    await chat.close()
    assert "private" not in str(server.requests[0].headers)


async def test_the_check_asks_for_the_model(
    server: AnthropicServer, chat: AnthropicChatModel
) -> None:
    """A known model is good; another one has to answer, because a proxy may list none."""
    server.has("a-model")
    await chat.check()
    assert server.requests == []
    server.pages.clear()
    await chat.check()
    assert len(server.requests) == 1
    server.enqueue(refusal(404, "not_found_error"), refusal(529, "overloaded_error"))
    with pytest.raises(LanguageModelRejected, match="QUOTH_ANTHROPIC_MODEL"):
        await chat.check()
    with pytest.raises(LanguageModelFailed, match="too much to do"):
        await chat.check()


@pytest.mark.parametrize(
    ("says", "setting"),
    [
        ("prompt is too long: 210000 tokens > 200000 maximum", "QUOTH_CONTEXT_WINDOW"),
        ("max_tokens: 99999 > 64000, which is the maximum", "QUOTH_CONTEXT_ANSWER_TOKENS"),
        ("Your credit balance is too low to access the API.", "no credit left"),
    ],
)
async def test_a_refusal_names_what_to_change(
    server: AnthropicServer, chat: AnthropicChatModel, says: str, setting: str
) -> None:
    """Anthropic says everything with status 400, and the words tell what is wrong."""
    server.enqueue(refusal(400, "invalid_request_error", says))
    with pytest.raises(LanguageModelRejected, match=setting):
        assert [event async for event in chat.stream(PROMPT.messages(), 9)]


def test_a_missing_package_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the SDK, the settings cannot be used, and the error says what to install."""
    monkeypatch.setattr(lazy_sdk, "find_spec", lambda _: None)
    with pytest.raises(Misconfigured, match=r'pip install "quoth\[anthropic\]"'):
        AnthropicChatModel("a-model", "a-key")
