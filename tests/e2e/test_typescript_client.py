"""The TypeScript client in Node, against a real server over sockets that break."""

import json
import re
from pathlib import Path

import pytest

from quoth import Client
from tests.e2e.command import ROOT
from tests.e2e.process import QuothProcess
from tests.e2e.typescript_package import TypescriptPrograms, needs_node
from tests.support.cutting_proxy import cutting

pytestmark = needs_node

PAGE = (ROOT / "docs" / "integrations" / "typescript-client.md").read_text()
ADDRESS = "http://127.0.0.1:8000"
TEXT = (
    "\ufeff🦜 Of the\u2028aviary.\n\n"
    "The parrot Rosalind eats forty walnuts a day. The gate is green.\n"
)
QUESTION = "How many walnuts does the parrot Rosalind eat a day?"
SENTENCE = "The parrot Rosalind eats forty walnuts a day."
# before the first event, among the events, and before the last one
CUTS = (b'"message_id"', b'"type":"content"', b'"finish_reason"')


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> TypescriptPrograms:
    return TypescriptPrograms(tmp_path_factory.mktemp("typescript"))


def test_the_program_of_the_page_runs(server: QuothProcess, programs: TypescriptPrograms) -> None:
    """It uploads, asks in both ways, searches and deletes."""
    [program] = re.findall(r"```typescript\n(.*?)```", PAGE, re.DOTALL)
    assert ADDRESS in program
    shown = programs.run(program.replace(ADDRESS, server.base_url))
    assert "Green tea is brewed at seventy degrees. [1]\ntea.md: Green tea is" in shown
    assert re.search(r" \(tea\.md\)\nstop after [\d.]+ ms\n\d\.\d\d tea\.md \d", shown)


def test_answers_and_uploads_survive_broken_connections(
    server: QuothProcess, programs: TypescriptPrograms
) -> None:
    """Each event comes once, in order, and the file of a lost response is stored once."""
    program = """
        import { Quoth, answerFrom, sliceByCodePoints } from "@quoth/client";
        const [server, text, question] = process.argv.slice(2);
        const quoth = new Quoth({ server });
        const { document_id } = await quoth.documents.upload(text, { name: "aviary.txt" });
        const read = await quoth.documents.content(document_id);
        const { session_id: session } = await quoth.sessions.create();
        const events = [];
        for await (const event of quoth.ask(question, { session })) events.push(event);
        const answer = await answerFrom(events);
        const { messages } = await quoth.sessions.get(session);
        const [citation] = answer.citations;
        const chunks = [];
        for await (const each of quoth.documents.chunks(document_id)) chunks.push(each);
        const words = sliceByCodePoints(read, citation.char_start, citation.char_end);
        const put = await quoth.documents.put("aviaries/1", text);
        await quoth.documents.delete(document_id);
        const found = await quoth.documents.get(document_id).catch((error) => error);
        const ids = events.map(({ id }) => id);
        console.log(JSON.stringify({
          read, content: answer.content, words, ids, messages: messages.length,
          change: put.change, status: found.status, code: found.code, kind: found.name,
          chunks: chunks.length,
        }));"""
    with cutting(server.port, b"HTTP/1.1 201", *CUTS) as proxy:
        shown = json.loads(programs.run(program, proxy.address, TEXT, QUESTION))
        assert proxy.cuts == []
    assert shown["words"] == SENTENCE
    assert SENTENCE in shown["content"]
    assert shown["ids"] == list(range(1, len(shown["ids"]) + 1))
    assert shown["messages"] == 2  # the question that was sent again was answered once
    assert (shown["status"], shown["code"]) == (404, "document_not_found")
    assert shown["kind"] == "RequestRefused"
    assert shown["chunks"] == 1


def test_a_large_file_is_followed_until_it_is_searchable(
    server: QuothProcess, programs: TypescriptPrograms, tmp_path: Path
) -> None:
    """Work that a worker does is waited for, or cancelled; its failure is an error."""
    file = tmp_path / "long.csv"
    file.write_text("name,weight\n" + "".join(f"walnut {n},{n * 7}\n" for n in range(60_000)))
    program = """
        import { openAsBlob } from "node:fs";
        import { Quoth, ProcessingFailed } from "@quoth/client";
        const [server, file] = process.argv.slice(2);
        const quoth = new Quoth({ server });
        const blob = await openAsBlob(file);
        const waiting = quoth.documents.upload(blob, { name: "long.csv" });
        waiting.catch(() => undefined);
        let id;
        while (id === undefined) {
          for await (const { document_id, filename } of quoth.jobs()) {
            if (filename === "long.csv") id = document_id;
          }
        }
        for await (const event of quoth.documents.events(id)) {
          console.log(event.type);
          if (event.type === "progress") break;
        }
        await quoth.documents.cancel(id);
        const error = await waiting.catch((error) => error);
        console.log(error instanceof ProcessingFailed, error.code, error.documentId === id);
        await quoth.documents.delete(id);"""
    shown = programs.run(program, server.base_url, str(file))
    assert shown == "progress\ntrue processing_cancelled true\n"


def test_an_aborted_answer_is_stopped(server: QuothProcess, programs: TypescriptPrograms) -> None:
    """The call throws the reason, and the conversation is free for the next question."""
    with Client(server.base_url) as client:
        client.documents.upload(TEXT.encode(), name="aviary.txt")
    program = """
        import { Quoth } from "@quoth/client";
        const [server, question] = process.argv.slice(2);
        const quoth = new Quoth({ server });
        const { session_id: session } = await quoth.sessions.create();
        const controller = new AbortController();
        try {
          for await (const event of quoth.ask(question, { session, signal: controller.signal })) {
            if (event.type === "start") controller.abort(new Error("enough"));
          }
        } catch (error) { console.log(error.message); }
        const { finish_reason } = await quoth.answer(question, { session });
        console.log(finish_reason);"""
    assert programs.run(program, server.base_url, QUESTION) == "enough\nstop\n"
