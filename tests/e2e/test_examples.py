"""The questions that the first page suggests, asked about the manual that it offers."""

import re

import httpx
import pytest

from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, text_of, upload

MANUAL = ROOT / "docs" / "manual.md"
EXAMPLES = ROOT / "entrypoints" / "web" / "src" / "features" / "conversations" / "manual.ts"

# how each sentence on the subject begins, in the order of the answer
ON_THE_SUBJECT = {
    "What happens when I delete a document?": [
        "When you delete a document, its text, its passages, its vectors and the cached answers",
    ],
    "Which files can Quoth read?": ["Quoth reads the files that people have"],
    "Where are my documents stored?": [
        "Documents and conversations are stored in Quoth's data directory",
    ],
}


def examples() -> list[str]:
    """Return the questions that the first page suggests."""
    [listed] = re.findall(r"MANUAL_QUESTIONS = \[(.*?)\]", EXAMPLES.read_text(), re.DOTALL)
    return re.findall(r'"(.+?)"', listed)


@pytest.fixture
def manual(client: httpx.Client) -> None:
    """The manual is the only document."""
    for document in client.get("/api/document/?limit=200").json()["items"]:
        client.delete(f"/api/document/{document['document_id']}/").raise_for_status()
    upload(client, MANUAL.read_text(), "quoth-manual.md")


@pytest.mark.usefixtures("manual")
def test_the_examples_are_answered_on_the_subject_only(client: httpx.Client) -> None:
    """The answer to each example is what the manual says about it, and no other sentence."""
    for question in examples():
        events = list(ask(client, create_session(client), question))
        quoted = text_of(events).split("\n\n")
        expected = ON_THE_SUBJECT[question]
        assert len(quoted) == len(expected), (question, quoted)
        for sentence, beginning in zip(quoted, expected, strict=True):
            assert " ".join(sentence.split()).startswith(beginning), question
        assert events[-1]["groundedness"] == 1.0


@pytest.mark.usefixtures("manual")
def test_a_question_of_function_words_alone_is_not_answered(client: httpx.Client) -> None:
    """Words like "the" stand in every passage, and so say nothing about any."""
    for question in ("the", "The?", "of the", "what is it"):
        events = list(ask(client, create_session(client), question))
        sure = [event["confidence"] for event in events if event["type"] == "sources"]
        assert sure[0] < 0.5, (question, sure)
        assert events[-1]["finish_reason"] == "abstained", question
