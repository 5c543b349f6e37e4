"""Search over HTTP."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.client import LIGHTHOUSE, Client, problem_of


async def test_the_closest_passage_comes_first(client: Client) -> None:
    """Passages are ordered best first, with score, similarity and their offsets."""
    await client.upload("Bread is baked from flour and water.", "bread.txt")
    document = (await client.upload()).json()
    response = await client.http.post("/api/search/", json={"query": "Who built the lighthouse?"})
    assert response.status_code == 200
    passages = response.json()["passages"]
    assert len(passages) == 2
    best = passages[0]
    assert best["document_id"] == document["document_id"]
    assert best["content"] == LIGHTHOUSE
    assert (best["char_start"], best["char_end"]) == (0, len(LIGHTHOUSE))
    assert best["score"] > best["similarity"] > passages[1]["score"]  # its words count as well
    assert "explanation" not in best
    assert "dropped" not in response.json()
    assert response.json()["timings"]["total"] >= 0


async def test_confidence_tells_whether_the_passages_answer(client: Client) -> None:
    """Confidence is near 1 for a passage's own words, low off topic, and 0 without documents."""

    async def confidence(query: str) -> float:
        response = await client.http.post("/api/search", json={"query": query})
        value: float = response.json()["confidence"]
        return value

    assert await confidence("lighthouse") == 0
    await client.upload()
    assert await confidence(LIGHTHOUSE) > 0.9
    assert await confidence("quantum chromodynamics") < 0.1


async def test_the_search_can_be_narrowed(client: Client) -> None:
    """Each of top_k, min_similarity and the filters narrows the search."""
    bread = (await client.upload("Bread is baked from flour.", "bread.txt")).json()
    await client.upload()

    async def count(**options: object) -> int:
        body = {"query": "the lighthouse", "mode": "vector", **options}
        return len((await client.http.post("/api/search", json=body)).json()["passages"])

    assert await count() == 2
    assert await count(top_k=1) == 1
    assert await count(min_similarity=0.3) == 1
    assert await count(document_ids=[bread["document_id"]]) == 1
    assert await count(document_ids=[str(uuid4())]) == 0
    assert await count(document_ids=[]) == 0
    assert await count(filename="LIGHT*.txt") == 1
    assert await count(filename="light") == 0
    assert await count(uploaded_since="2000-01-01T00:00:00Z") == 2
    assert await count(uploaded_since="2999-01-01T00:00:00Z") == 0
    for earliest in ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"):
        assert await count(uploaded_since=earliest) == 2
    for latest in ("9999-12-31T23:59:59", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00"):
        assert await count(uploaded_since=latest) == 0


async def test_each_mode_goes_by_its_own(client: Client) -> None:
    """Text mode finds by words alone; vector mode scores by meaning alone."""
    await client.upload("Bread is baked from flour and water.", "bread.txt")
    await client.upload()

    async def search(mode: str) -> list[dict[str, Any]]:
        body = {"query": "Skerryvore", "mode": mode}
        found = (await client.http.post("/api/search/", json=body)).json()["passages"]
        assert isinstance(found, list)
        return found

    [by_words] = await search("text")
    assert by_words["content"] == LIGHTHOUSE
    by_meaning = await search("vector")
    assert len(by_meaning) == 2
    assert all(passage["score"] == passage["similarity"] for passage in by_meaning)
    assert (await search("hybrid"))[0]["content"] == LIGHTHOUSE


async def test_a_search_explains_itself(client: Client) -> None:
    """On request each passage has its ranks and scores, and each dropped one its reason."""
    await client.upload("Bread is baked from flour and water.", "bread.txt")
    await client.upload()
    body = {"query": "Who built the lighthouse?", "explain": True, "top_k": 1}
    response = (await client.http.post("/api/search/", json=body)).json()
    [passage] = response["passages"]
    explanation = passage["explanation"]
    assert explanation["vector"] == {"rank": 1, "score": passage["similarity"]}
    assert explanation["text"]["rank"] == 1
    assert explanation["text"]["score"] > 0
    assert explanation["fusion"] == {"rank": 1, "score": passage["score"]}
    assert explanation["reranker"] is None
    assert explanation["final"] == {"rank": 1, "score": passage["score"]}
    [dropped] = response["dropped"]
    assert dropped["reason"] == "beyond_limit"
    assert dropped["explanation"]["final"]["rank"] is None
    body = {"query": "Who built the lighthouse?", "explain": True, "min_similarity": 0.99}
    response = (await client.http.post("/api/search/", json=body)).json()
    assert {each["reason"] for each in response["dropped"]} == {"below_min_similarity"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": 5},
        {"query": "x", "top_k": 0},
        {"query": "x", "top_k": 101},
        {"query": "x", "min_similarity": 2},
        {"query": "x", "mode": "magic"},
        {"query": "x", "document_ids": ["nonsense"]},
        {"query": "x", "surprise": 1},
    ],
)
async def test_a_bad_search_is_400(client: Client, body: dict[str, object]) -> None:
    """A missing query or a bad option is refused, and a bad option is named."""
    response = await client.http.post("/api/search/", json=body)
    assert response.status_code == 400
    problem = problem_of(response)
    assert problem["code"] == "invalid_request"
    if len(body) > 1:
        assert list(body)[-1] in problem["detail"]


async def test_an_empty_query_is_400(client: Client) -> None:
    """An empty query is refused."""
    response = await client.http.post("/api/search/", json={"query": " "})
    assert problem_of(response)["code"] == "message_empty"


async def test_a_query_as_long_as_a_book_is_400(client: Client) -> None:
    """A query has the same length limit as a question."""
    response = await client.http.post("/api/search/", json={"query": "x" * 32_001})
    assert response.status_code == 400
    assert problem_of(response)["code"] == "message_too_long"
