"""Clients that others have written, as their users set them up."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.client import LIGHTHOUSE
from tests.api.openai.conftest import FakeServer
from tests.support.node import needs_openai_for_node, run_for_node

PIECES = ["The lighthouse of Skerryvore was built ", "by Alan Stevenson [1]."]
ANSWER = "".join(PIECES)


def test_langchain_asks_with_chat_completions(fake_server: FakeServer) -> None:
    """ChatOpenAI answers whole and as a stream, and sends its history."""
    messages = pytest.importorskip("langchain_core.messages")
    langchain = pytest.importorskip("langchain_openai")
    chat: Any = langchain.ChatOpenAI(
        model="quoth", base_url=f"{fake_server.address}/v1", api_key="none", max_retries=0
    )
    fake_server.fakes.model.enqueue(PIECES)
    said = [messages.HumanMessage("Who built the lighthouse, LangChain?")]
    answer = chat.invoke(said)
    assert answer.content == ANSWER
    assert answer.usage_metadata["total_tokens"] == 17
    said += [answer, messages.HumanMessage("When was the lighthouse built, LangChain?")]
    fake_server.fakes.model.enqueue("In 1844 [1].")
    assert "".join(each.content for each in chat.stream(said)) == "In 1844 [1]."
    assert len(fake_server.fakes.model.history[-1].history) == 2


def test_langchain_reads_citations_of_responses(fake_server: FakeServer) -> None:
    """ChatOpenAI with the Responses API has the file citations with their spans."""
    langchain = pytest.importorskip("langchain_openai")
    chat: Any = langchain.ChatOpenAI(
        model="quoth",
        base_url=f"{fake_server.address}/v1",
        api_key="none",
        max_retries=0,
        use_responses_api=True,
    )
    fake_server.fakes.model.enqueue(PIECES)
    answer = chat.invoke("Who built the lighthouse, Responses?")
    assert answer.text == ANSWER
    [text] = [each for each in answer.content if each["type"] == "text"]
    [citation] = text["annotations"]
    assert citation["type"] == "file_citation"
    span = LIGHTHOUSE[citation["char_start"] : citation["char_end"]]
    assert citation["cited_text"] == span


def test_llama_index_asks_with_chat_completions(fake_server: FakeServer) -> None:
    """OpenAILike answers whole and as a stream once it is told that the model chats."""
    llama_index = pytest.importorskip("llama_index.llms.openai_like")
    llms = pytest.importorskip("llama_index.core.llms")
    llm: Any = llama_index.OpenAILike(
        model="quoth",
        api_base=f"{fake_server.address}/v1",
        api_key="none",
        is_chat_model=True,
        max_retries=0,
    )
    fake_server.fakes.model.enqueue(PIECES)
    asked = [llms.ChatMessage(role="user", content="Who built the lighthouse, LlamaIndex?")]
    assert llm.chat(asked).message.content == ANSWER
    fake_server.fakes.model.enqueue(PIECES)
    asked = [llms.ChatMessage(role="user", content="Who built the lighthouse, streaming?")]
    assert "".join(each.delta for each in llm.stream_chat(asked)) == ANSWER


SCRIPT = """
import OpenAI, { toFile } from "openai";
const client = new OpenAI({ baseURL: process.argv[2], apiKey: "none", maxRetries: 0 });
const said = {};
const messages = [{ role: "user", content: "Who built the lighthouse, Node?" }];
const completion = await client.chat.completions.create({ model: "quoth", messages });
said.whole = completion.choices[0].message;
const runner = client.chat.completions.stream({ model: "quoth", messages });
said.streamed = (await runner.finalChatCompletion()).choices[0].message.content;
const stream = client.responses.stream({ model: "quoth", input: "Who built it, Node?" });
said.events = 0;
for await (const _ of stream) said.events++;
said.response = await stream.finalResponse();
const later = await client.responses.create({
  model: "quoth", input: "Who built it in the background?", background: true,
});
const followed = await client.responses.retrieve(later.id, { stream: true, starting_after: 1 });
said.numbers = [];
for await (const event of followed) said.numbers.push(event.sequence_number);
const file = await client.files.create({
  file: await toFile(Buffer.from("A heron eats frogs."), "heron.txt"), purpose: "assistants",
});
const store = await client.vectorStores.create({ name: "node", file_ids: [file.id] });
const found = await client.vectorStores.search(store.id, { query: "What does a heron eat?" });
said.found = found.data.map((each) => each.filename);
said.embedded = (await client.embeddings.create({ model: "quoth", input: "x" })).data.length;
try {
  await client.models.retrieve("gpt-4");
} catch (error) {
  said.error = [error.status, error.code, error instanceof OpenAI.NotFoundError];
}
await client.vectorStores.delete(store.id);
await client.files.delete(file.id);
console.log(JSON.stringify(said));
"""


@needs_openai_for_node
def test_the_sdk_for_node_does_all(fake_server: FakeServer, tmp_path: Path) -> None:
    """Completions, responses, files, vector stores, embeddings and errors pass unchanged."""
    for _ in range(3):
        fake_server.fakes.model.enqueue(PIECES)
    said = json.loads(run_for_node(SCRIPT, tmp_path, f"{fake_server.address}/v1"))
    assert (said["whole"]["content"], said["streamed"]) == (ANSWER, ANSWER)
    assert said["whole"]["citations"][0]["verified"] is True
    assert said["response"]["output_text"] == ANSWER
    [citation] = said["response"]["output"][1]["content"][0]["annotations"]
    assert citation["cited_text"] == LIGHTHOUSE[citation["char_start"] : citation["char_end"]]
    assert said["numbers"] == list(range(2, 2 + len(said["numbers"])))
    assert (said["found"], said["embedded"]) == (["heron.txt"], 1)
    assert said["error"] == [404, "model_not_found", True]
