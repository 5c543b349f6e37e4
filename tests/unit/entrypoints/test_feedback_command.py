"""quoth feedback export."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from domain.errors import Misconfigured
from entrypoints.commands.feedback import export_feedback
from entrypoints.container import formats_read
from entrypoints.evaluation.cases import Expectation
from entrypoints.evaluation.datasets.answer_set import read_answer_set
from quoth import Within
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of

BUILT = "The lighthouse of Skerryvore was built by Alan Stevenson."
LIT = "Its lamp was lit in 1844."


async def test_what_people_said_becomes_an_answer_set(tmp_path: Path) -> None:
    """`quoth eval` reads it: good quotations are expected again, and wrong ones are not."""
    fakes, said = Fakes(), io.StringIO()
    quoth, console = client_of(fake_container(fakes)), Console(file=said, width=200)
    with pytest.raises(Misconfigured, match="Nobody has judged"):
        await export_feedback(quoth, tmp_path / "set", console)
    await quoth.documents.upload(f"{BUILT}\n\n{LIT}".encode(), name="skerryvore.txt")
    fakes.model.enqueue(f"{BUILT} [1]")
    good = await quoth.ask("Who built the lighthouse?", cache=False)
    fakes.model.enqueue(f"{BUILT} [1] {LIT} [1]")
    partly = await quoth.ask("And the lamp?", session=good.session_id, cache=False)
    fakes.model.enqueue("It is red.")
    bad = await quoth.ask("Which colour does the lighthouse have?", cache=False)
    gone = await quoth.documents.upload(b"The moon is made of cheese.", name="moon.txt")
    fakes.model.enqueue("The moon is made of cheese. [1]")
    deleted = await quoth.ask("Of what is the moon?", within=Within(filename="moon.txt"))
    wrong = next(each for each in partly.citations if each.cited_text == LIT)
    await quoth.ratings.give(good.message_id, "good")
    await quoth.ratings.give(
        partly.message_id, "bad", wrong_quotations=[wrong.citation_id], note="Another lamp."
    )
    await quoth.ratings.give(bad.message_id, "bad")
    await quoth.ratings.give(deleted.message_id, "good")
    await quoth.documents.delete(gone.document_id)

    assert await export_feedback(quoth, tmp_path / "set", console) == 0
    read = read_answer_set(tmp_path / "set", formats_read())
    by_question = {case.messages[-1]: case for case in read.cases}
    assert {case.messages: case.expect for case in read.cases} == {
        ("Which colour does the lighthouse have?",): Expectation(none_of=("It is red.",)),
        ("Who built the lighthouse?", "And the lamp?"): Expectation(none_of=(LIT,)),
        ("Who built the lighthouse?",): Expectation(any_of=((BUILT,),)),
    }
    assert by_question["And the lamp?"].why == "Another lamp."
    assert [case.soft for case in read.cases] == [True, False, False]
    assert [each.filename for each in read.libraries[""]] == ["skerryvore.txt"]
    lines = (tmp_path / "set" / "feedback.jsonl").read_text().splitlines()
    assert len(lines) == 4
    assert json.loads(lines[0])["answer"]["content"] == "The moon is made of cheese. [1]"
    assert "3 cases, 1 documents" in said.getvalue()
    assert "Left out 1 judged answers" in said.getvalue()
    with pytest.raises(Misconfigured, match="exists"):
        await export_feedback(quoth, tmp_path / "set", console)
