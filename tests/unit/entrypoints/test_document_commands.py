"""`quoth list`, `quoth show`, `quoth language` and `quoth delete`."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from rich.console import Console

from application.documents.ingest_document import IngestDocument
from domain.documents.document import DocumentStatus
from domain.documents.metadata import Labels
from domain.errors import (
    DocumentNotFound,
    MetadataInvalid,
    NameAmbiguous,
    ProcessingFailed,
)
from entrypoints.commands.documents import (
    change_language,
    delete_documents,
    delete_matching,
    list_documents,
    show_document,
)
from entrypoints.commands.filters import metadata_of, within_of
from quoth import Conflict, InvalidRequest, Within
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of
from tests.support.uploads import an_upload


class Stage:
    """The commands on a library in memory, with what they printed and asked."""

    def __init__(self) -> None:
        self.fakes = Fakes()
        self.container = fake_container(self.fakes)
        self.quoth = client_of(self.container)
        self.questions: list[str] = []

    async def ingest(self, name: str, text: str, *collections: str) -> UUID:
        """Add a document and return its id."""
        ingest = await self.container.get(IngestDocument)
        upload = an_upload(name, text.encode())
        return (await ingest.execute(upload, labels=Labels(collections))).document.id

    async def listed(
        self,
        pattern: str | None = None,
        status: DocumentStatus | None = None,
        *,
        terminal: bool = False,
        as_json: bool = False,
    ) -> str:
        console, said = _console(terminal=terminal)
        within = Within(filename=pattern)
        assert await list_documents(self.quoth, console, within, status, as_json=as_json) == 0
        return said()

    async def show(self, reference: str, *, text: bool = False, terminal: bool = False) -> str:
        console, said = _console(terminal=terminal)
        assert await show_document(self.quoth, reference, console, text=text) == 0
        return said()

    async def language(self, reference: str, code: str) -> str:
        console, said = _console(terminal=False)
        assert await change_language(self.quoth, reference, code, console) == 0
        return said()

    async def delete(self, *references: str, answer: bool = True) -> tuple[int, str]:
        def confirm(question: str) -> bool:
            self.questions.append(question)
            return answer

        console, said = _console(terminal=False)
        status = await delete_documents(self.quoth, references, console, confirm)
        return status, said()

    async def delete_matching(
        self, within: Within, *, answer: bool = True, dry_run: bool = False
    ) -> tuple[int, str]:
        def confirm(question: str) -> bool:
            self.questions.append(question)
            return answer

        console, said = _console(terminal=False)
        status = await delete_matching(self.quoth, within, console, confirm, dry_run=dry_run)
        return status, said()

    @property
    def names(self) -> list[tuple[str, ...]]:
        return sorted(entry.document.names for entry in self.fakes.library.entries.values())


def _console(*, terminal: bool) -> tuple[Console, Callable[[], str]]:
    file = io.StringIO()
    console = Console(file=file, width=60, force_terminal=terminal, color_system=None)
    return console, file.getvalue


def _values(text: str) -> list[Any]:
    """Return the JSON values that follow one another in a text."""
    values, decoder = [], json.JSONDecoder()
    while text := text.strip():
        value, end = decoder.raw_decode(text)
        values.append(value)
        text = text[end:]
    return values


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_a_pipe_gets_a_line_of_fields_for_each_document(stage: Stage) -> None:
    """Piped lists have tabs between plain values, all names at the end, and are never wrapped."""
    first = await stage.ingest("alpha/settings.md", "Heron")
    await stage.ingest("beta/settings.md", "Heron")
    second = await stage.ingest("n" * 100 + ".md", "Egret and\theron")
    rows = [line.split("\t") for line in (await stage.listed()).splitlines()]
    assert [row[0] for row in rows] == [str(second), str(first)]
    assert rows[1][1:4] == ["processed", "5", "1"]
    assert rows[1][4].endswith("Z")
    assert rows[1][5:] == ["alpha/settings.md", "beta/settings.md"]
    assert rows[0][5:] == ["n" * 100 + ".md"]


async def test_a_terminal_gets_aligned_columns(stage: Stage) -> None:
    """In a terminal the columns have titles and begin at the same place, with wide letters too."""
    await stage.ingest("日本/設定.md", "Heron")
    await stage.ingest("b.md", "Heron")
    await stage.ingest("c.md", "Egret " * 3000)
    title, second, first = (await stage.listed(terminal=True)).splitlines()
    assert title.split() == ["ID", "STATUS", "SIZE", "PASSAGES", "UPLOADED", "NAME"]
    assert second.index("c.md") == title.index("NAME") == first.index("日本/設定.md (also b.md)")
    assert "18 kB" in second


async def test_a_list_can_be_narrowed(stage: Stage) -> None:
    """A pattern and a status select documents; nothing found is no failure."""
    await stage.ingest("alpha/a.md", "Heron")
    await stage.ingest("beta/b.md", "Egret")
    assert (await stage.listed("alpha/*")).endswith("\talpha/a.md\n")
    assert await stage.listed("*", DocumentStatus.FAILED) == await stage.listed("a.md") == ""
    assert 'try "*a.md*"' in await stage.listed("a.md", terminal=True)
    assert await Stage().listed(terminal=True) == "There are no such documents.\n"


async def test_json_is_what_the_api_returns(stage: Stage) -> None:
    """`--json` prints an array with the fields of the API, also in a terminal."""
    assert json.loads(await stage.listed(as_json=True)) == []
    document = await stage.ingest("a.md", "Heron")
    [printed] = json.loads(await stage.listed(as_json=True, terminal=True))
    assert printed["document_id"] == str(document)
    assert (printed["filename"], printed["names"]) == ("a.md", ["a.md"])
    console, said = _console(terminal=True)
    await show_document(stage.quoth, "a.md", console, as_json=True)
    assert json.loads(said()) == printed


async def test_a_deletion_is_told_in_json(stage: Stage) -> None:
    """Names are told one by one, and a selection as the API does; without consent, nothing went."""
    document = await stage.ingest("a.md", "Heron")
    for text in ("Egret", "Stork"):
        await stage.ingest(f"{text}.md", text)
    console, said = _console(terminal=False)
    for answer, status in ((False, 1), (True, 0)):

        def confirm(_: str, answer: bool = answer) -> bool:
            return answer

        command = delete_documents(stage.quoth, ["a.md"], console, confirm, as_json=True)
        assert await command == status
    within = within_of(filename="*.md")
    await delete_matching(stage.quoth, within, console, lambda _: True, as_json=True)
    kept, deleted, matching = _values(said())
    assert kept == []
    one = {"document_id": str(document), "filename": "a.md", "deleted": True, "error": None}
    assert deleted == [one]
    assert matching["deleted_documents"] == 2
    assert {each["filename"] for each in matching["documents"]} == {"Egret.md", "Stork.md"}


async def test_lists_go_beyond_one_page(stage: Stage) -> None:
    """Every document is listed, however many pages there are."""
    for number in range(203):
        await stage.ingest(f"{number}.md", f"Heron {number}")
    names = [line.split("\t")[5] for line in (await stage.listed()).splitlines()]
    assert names == [f"{number}.md" for number in reversed(range(203))]


async def test_a_document_is_shown_with_what_is_known_of_it(stage: Stage) -> None:
    """The properties of a document have a line each; those that it does not have are left out."""
    document = await stage.ingest("alpha/a.md", "Heron")
    await stage.ingest("b.md", "Heron")
    lines = (await stage.show("b.md")).splitlines()
    shown = {line[:14].strip(): line[14:] for line in lines}
    assert (shown["name"], shown["also as"]) == ("alpha/a.md", "b.md")
    assert (shown["id"], shown["size"]) == (str(document), "5 bytes")
    assert "error" not in shown


async def test_metadata_and_notes_are_shown(stage: Stage) -> None:
    """What a file says about itself, and what was left out of its text, have lines of their own."""
    await stage.ingest("a.md", "---\ntitle: Heron\ntags: [a, b]\n---\nThe heron <b>sleeps</b>.")
    lines = [" ".join(line.split()) for line in (await stage.show("a.md")).splitlines()]
    assert "metadata title Heron" in lines
    assert "metadata tags a, b" in lines
    assert "note 2 HTML tags were left out of the text." in lines


async def test_a_text_is_written_as_it_is(stage: Stage) -> None:
    """`--text` writes exactly the text to a pipe, and without control sequences to a terminal."""
    text = "Tab\there, [bold]:smile:\x1b[31m red\n" + "long " * 50
    document = await stage.ingest("a.md", text)
    assert await stage.show(str(document), text=True) == text
    shown = await stage.show("a.md", text=True, terminal=True)
    assert shown == text.replace("\x1b", "\ufffd")


async def test_a_failed_document_is_shown_with_its_error_and_has_no_text(stage: Stage) -> None:
    """The properties include the error; reading the text says why there is none."""
    stage.fakes.embedder.fail_with(RuntimeError("out of memory"))
    with pytest.raises(ProcessingFailed):
        await stage.ingest("a.md", "Heron")
    assert "\nerror     The document could not be processed" in await stage.show("a.md")
    with pytest.raises(Conflict, match="could not be processed"):
        await stage.show("a.md", text=True)


async def test_names_are_deleted_and_documents_with_their_last_name(stage: Stage) -> None:
    """A name that is one of several is deleted alone; an id deletes the document."""
    document = await stage.ingest("a.md", "Heron")
    for name, text in (("b.md", "Heron"), ("c.md", "Egret")):
        await stage.ingest(name, text)
    status, said = await stage.delete("a.md", "c.md")
    assert status == 0
    assert said == f"deleted: the name a.md of {document}\ndeleted: c.md\n"
    assert stage.questions == [f"This deletes the name a.md of {document}; c.md. Continue?"]
    assert stage.names == [("b.md",)]
    assert await stage.delete(str(document)) == (0, "deleted: b.md\n")
    assert stage.names == []


async def test_nothing_is_deleted_without_consent(stage: Stage) -> None:
    """If the question is not answered with yes, nothing is deleted and the status is 1."""
    await stage.ingest("a.md", "Heron")
    assert await stage.delete("a.md", answer=False) == (1, "Nothing was deleted.\n")
    assert stage.names == [("a.md",)]


async def test_one_unknown_or_ambiguous_name_deletes_nothing(stage: Stage) -> None:
    """All names are looked up before anything is deleted or asked."""
    for text in ("Heron", "Egret"):
        await stage.ingest("twice.md", text)
    await stage.ingest("a.md", "Stork")
    with pytest.raises(DocumentNotFound, match=r"named nope\.md\. Nothing was deleted\."):
        await stage.delete("a.md", "nope.md")
    with pytest.raises(NameAmbiguous, match=r"use an id, of .* Nothing was deleted\."):
        await stage.delete("a.md", "twice.md")
    assert len(stage.names) == 3
    assert stage.questions == []


async def test_a_document_that_is_named_twice_is_deleted_once(stage: Stage) -> None:
    """Repeated arguments are one, and the id of a document includes all its names."""
    document = await stage.ingest("a.md", "Heron")
    assert await stage.delete("a.md", "./a.md", str(document)) == (0, "deleted: a.md\n")
    document = await stage.ingest("a.md", "Heron")
    await stage.ingest("b.md", "Heron")
    assert await stage.delete("a.md", str(document), "b.md") == (0, "deleted: a.md = b.md\n")


async def test_a_document_that_is_gone_meanwhile_is_reported(stage: Stage) -> None:
    """A document that another one deletes while the question is open fails alone."""
    for name in ("a.md", "b.md"):
        await stage.ingest(name, name)
    console, said = _console(terminal=False)

    def confirm(_: str) -> bool:
        stage.fakes.library.entries.popitem()
        return True

    assert await delete_documents(stage.quoth, ["b.md", "a.md"], console, confirm) == 1
    assert said() == "failed: b.md: There is no document with this id.\ndeleted: a.md\n"


async def test_a_name_that_comes_meanwhile_is_not_deleted(stage: Stage) -> None:
    """A document that is deleted by its only name stays if an upload gives it another one."""
    document = await stage.ingest("a.md", "Heron")
    console, _ = _console(terminal=False)

    def confirm(_: str) -> bool:
        entry = stage.fakes.library.entries[document]
        entry.document = replace(entry.document, other_names=("b.md",))
        return True

    assert await delete_documents(stage.quoth, ["a.md"], console, confirm) == 0
    assert stage.names == [("b.md",)]


async def test_the_language_of_a_document_is_changed(stage: Stage) -> None:
    """A code sets the language, `unknown` removes it, and anything else is refused."""
    await stage.ingest("note.txt", "the heron and the mill")
    assert await stage.language("note.txt", "de") == "language of note.txt: de\n"
    assert "language      de" in await stage.show("note.txt")
    with pytest.raises(InvalidRequest, match="language"):
        await stage.language("note.txt", "german")
    assert await stage.language("note.txt", "unknown") == "language of note.txt: unknown\n"
    assert "language" not in await stage.show("note.txt")


async def test_a_collection_is_deleted_with_a_receipt(stage: Stage) -> None:
    """A dry run names the documents, a refusal keeps them, and a deletion says what went."""
    await stage.ingest("a.md", "Heron", "Birds")
    await stage.ingest("b.md", "Egret", "Birds", "Other")
    await stage.ingest("c.md", "Otter", "Other")
    within = within_of(collections=["Birds"])
    status, said = await stage.delete_matching(within, dry_run=True)
    assert status == 0
    assert "would delete: a.md" in said
    assert stage.questions == []
    assert (await stage.delete_matching(within, answer=False))[0] == 1
    assert stage.names == [("a.md",), ("b.md",), ("c.md",)]
    status, said = await stage.delete_matching(within)
    assert stage.questions[-1] == "This deletes 2 documents. Continue?"
    assert "deleted: 2 documents, 2 passages, 2 vectors, 2 terms" in said.replace("\n", " ")
    assert stage.names == [("c.md",)]


async def test_a_pattern_deletes_the_names_that_match(stage: Stage) -> None:
    """A dry run lists all names that go, and a document that has others keeps these."""
    await stage.ingest("beta/settings.md", "Heron")
    await stage.ingest("alpha/settings.md", "Heron")
    await stage.ingest("alpha/a.md", "Egret")
    await stage.ingest("alpha/b.md", "Egret")
    within = within_of(filename="alpha/*")
    _, said = await stage.delete_matching(within, dry_run=True)
    assert "would delete: alpha/a.md = alpha/b.md (" in said
    assert "would delete: the name alpha/settings.md of " in said
    assert "beta/settings.md" not in said
    await stage.delete_matching(within)
    assert (
        stage.questions[-1]
        == "This deletes 1 document and 1 name of documents that have others. Continue?"
    )
    assert stage.names == [("beta/settings.md",)]


async def test_a_deletion_without_a_condition_is_refused(stage: Stage) -> None:
    """No option selects all documents by being left out."""
    await stage.ingest("a.md", "Heron")
    with pytest.raises(InvalidRequest, match="filter"):
        await stage.delete_matching(within_of())
    assert stage.names == [("a.md",)]


def test_options_are_filters_and_metadata() -> None:
    """A repeated name gives several values: one is enough in a filter, and all are stored."""
    options = ["author=Ada", "tag=a=b", "tag=c"]
    assert within_of(metadata=options).metadata == {"author": "Ada", "tag": ["a=b", "c"]}
    assert metadata_of(options) == {"author": "Ada", "tag": ["a=b", "c"]}
    for wrong in ("author", "=Ada"):
        with pytest.raises(MetadataInvalid):
            metadata_of([wrong])
