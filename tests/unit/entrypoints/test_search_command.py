"""`quoth search`: names and texts are printed as they are."""

import io

import pytest
from rich.console import Console

from application.documents.ingest_document import IngestDocument
from entrypoints.cli.running import console as command_line
from entrypoints.commands.search import Search, search_passages
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of
from tests.support.uploads import an_upload

NAME = "deep/folder/" * 8 + "[/notes] [red]:smile:.md"


@pytest.mark.parametrize("explain", [False, True])
async def test_names_are_printed_as_they_are(*, explain: bool) -> None:
    """Brackets, colons and long paths in a name are neither markup nor wrapped."""
    container = fake_container(Fakes())
    await (await container.get(IngestDocument)).execute(an_upload(NAME, b"Heron [/] :smile:"))
    file = io.StringIO()
    console = Console(file=file, width=300 if explain else 60)
    assert (
        await search_passages(client_of(container), Search(query="Heron"), console, explain=explain)
        == 0
    )
    lines = file.getvalue().splitlines()
    assert lines[0] == f"1. {NAME}, characters 0–17"
    assert lines[1] == "   Heron [/] :smile:"
    assert not explain or f"{NAME} #0" in file.getvalue()


def test_the_command_line_replaces_no_codes_by_emoji() -> None:
    """What looks like the code of an emoji in a document is printed as it is written there."""
    with command_line.capture() as said:
        command_line.print("Press :warning: twice", markup=False)
    assert said.get() == "Press :warning: twice\n"


async def test_the_explanation_says_what_the_syntax_asked_for() -> None:
    """Phrases are said to be found or not, exclusions are listed, and words of names are shown."""
    container = fake_container(Fakes())
    ingest = await container.get(IngestDocument)
    await ingest.execute(an_upload("osprey.md", b"Lift the lid before you clean the drain."))
    file = io.StringIO()
    request = Search(query='osprey "lift the lid" "clean the lid" -kettle')
    console = Console(file=file, width=300)
    assert await search_passages(client_of(container), request, console, explain=True) == 0
    said = file.getvalue()
    assert "phrase: “lift the lid”: found\n" in said
    assert "phrase: “clean the lid”: not found; its words were searched for\n" in said
    assert "left out: “kettle”\n" in said
    assert "osprey (" in said
