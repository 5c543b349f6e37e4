"""What a newcomer does, on real parts: upload, ask, read, ask again."""

import re

import httpx

from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, history, upload
from tests.e2e.process import QuothProcess

MANUAL = ROOT / "docs" / "guide.md"
QUESTION = "How large may an uploaded file be?"


def test_a_question_is_answered_from_the_right_place(client: httpx.Client) -> None:
    """Quoth's own guide is uploaded, and a question about it is answered by quoting it."""
    document = upload(client, MANUAL.read_text(), "guide.md")
    # what a person reads of the file: without the addresses of links
    text = client.get(f"/api/document/{document['document_id']}/content/").text
    session = create_session(client)
    events = list(ask(client, session, QUESTION))

    assert [event["type"] for event in events[:2]] == ["start", "sources"]
    assert events[-1]["type"] == "done"
    assert events[-1]["finish_reason"] == "stop"
    sources = events[1]["sources"]
    # other tests have uploaded documents on the same subject
    own = [source for source in sources if source["document_id"] == document["document_id"]]
    assert own
    for source in own:
        assert source["content"] == text[source["char_start"] : source["char_end"]]
    answer = "".join(event["content"] for event in events if event["type"] == "content")
    assert "100 MiB" in answer
    citations = [event for event in events if event["type"] == "citation"]
    assert citations
    assert all(citation["verified"] for citation in citations)
    assert events[-1]["groundedness"] == 1.0

    question, kept = history(client, session)
    assert question["content"] == QUESTION
    assert (kept["content"], kept["finish_reason"]) == (answer, "stop")
    assert kept["sources"] == sources


def test_an_answer_quotes_word_for_word(client: httpx.Client) -> None:
    """Each sentence of an extractive answer stands so in the source that it names."""
    upload(client, MANUAL.read_text(), "guide.md")
    events = list(ask(client, create_session(client), QUESTION))
    sources = {source["source_id"]: source["content"] for source in events[1]["sources"]}
    answer = "".join(event["content"] for event in events if event["type"] == "content")
    quotations = answer.split("\n\n")
    assert quotations
    for quotation in quotations:
        sentence, _, number = quotation.rpartition(" [")
        assert sentence in sources[int(number.rstrip("]"))]


def test_the_same_upload_again_is_200(client: httpx.Client) -> None:
    """The same bytes are not processed twice."""
    files = {"file": ("twice.txt", b"Sent twice, kept once.")}
    first = client.post("/api/document/", files=files)
    second = client.post("/api/document/", files=files)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["document_id"] == second.json()["document_id"]


def test_a_question_far_from_every_document_is_not_answered(client: httpx.Client) -> None:
    """Without a passage that is close, the answer says that the information is not there."""
    upload(client, MANUAL.read_text(), "guide.md")
    events = list(ask(client, create_session(client), "Which king of France wore a wooden leg?"))
    assert events[-1]["finish_reason"] == "abstained"
    answer = "".join(event["content"] for event in events if event["type"] == "content")
    assert "not" in answer


def test_the_end_of_a_long_chunk_can_be_found(client: httpx.Client) -> None:
    """What stands beyond the embedder's 256 word pieces of a chunk is found as well."""
    filler = "The ferry leaves the harbour every morning and comes back at night. " * 28
    needle = "Professor Amara Okafor discovered the violet comet in March 1987."
    document = upload(client, filler + needle, "ferry.txt")
    body = {"query": "Who discovered the violet comet?", "top_k": 3}
    best = client.post("/api/search/", json=body).json()["passages"][0]
    assert best["document_id"] == document["document_id"]
    assert needle in best["content"]


def test_a_large_upload_is_told_why_it_is_refused(client: httpx.Client) -> None:
    """A body over the limit gets a readable 413, not a reset connection."""
    response = client.post("/api/document/", files={"file": ("big.txt", b"x" * 105_000_000)})
    assert response.status_code == 413
    assert response.json()["code"] == "file_too_large"


def test_health_names_the_extractive_model(client: httpx.Client, server: QuothProcess) -> None:
    """Without a key the embedded model answers, and both health and the start say so."""
    health = client.get("/api/health/").json()
    assert health["status"] == "healthy"
    assert health["language_model"] == "extractive"
    assert health["embedding_dim"] == 384
    assert "extractive" in server.output
    assert re.search(rf"Quoth is ready at {server.base_url} after \d+\.\d s", server.output)


def test_a_site_that_leads_its_own_name_here_reads_nothing(client: httpx.Client) -> None:
    """A request that names another host is refused by the server as it starts by default."""
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}
    for path in ("/", "/api/document/", "/schema"):
        response = client.get(path, headers=headers)
        assert (response.status_code, response.json()["code"]) == (421, "host_not_served")
