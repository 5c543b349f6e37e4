"""Phrases, exclusions and names in searches and answers over HTTP."""

from typing import Any

from tests.api.client import Client, events_of

BEFORE = "The lid must be lifted before the drain is cleaned."
AFTER = "The drain must be cleaned before the lid is lifted."


async def search(client: Client, query: str, **options: object) -> dict[str, Any]:
    body = {"query": query, "explain": True, **options}
    response = await client.http.post("/api/search/", json=body)
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def contents(found: dict[str, Any]) -> list[str]:
    return [passage["content"] for passage in found["passages"]]


async def test_a_phrase_comes_first_and_is_explained(client: Client) -> None:
    """Of two passages with the same words, the one with the phrase comes first and says so."""
    await client.upload(BEFORE, "one.txt")
    await client.upload(AFTER, "two.txt")
    for phrase, first in (("drain must be cleaned", AFTER), ("Lid must be\nlifted", BEFORE)):
        for query in (f'"{phrase}"', f"Which rule says „{phrase}“, please?"):
            for mode in ("hybrid", "text", "vector"):
                found = await search(client, query, mode=mode)
                assert contents(found)[0] == first
                asked = " ".join(phrase.split())
                assert found["query"]["phrases"] == [{"text": asked, "found": True}]
                explanations = [passage["explanation"] for passage in found["passages"]]
                assert [each["phrases"] for each in explanations][:1] == [[asked]]
                assert all(not each["phrases"] for each in explanations[1:])
        assert found["query"]["words"] == f"Which rule says {asked}, please?"


async def test_a_phrase_that_no_passage_has_is_searched_for_as_words(client: Client) -> None:
    """The words of a missing phrase are searched for, and the explanation says so."""
    await client.upload(BEFORE, "one.txt")
    found = await search(client, '"drain must be lifted"')
    assert found["query"] == {
        "words": "drain must be lifted",
        "phrases": [{"text": "drain must be lifted", "found": False}],
        "excluded": [],
    }
    assert contents(found) == [BEFORE]


async def test_a_word_with_a_dash_leaves_passages_out(client: Client) -> None:
    """Passages with the word, or in a document of which the name has it, are left out."""
    await client.upload(BEFORE, "rules.md")
    await client.upload(f"{BEFORE} (Draft)", "new-rules.md")
    await client.upload(f"{BEFORE} Now.", "rules_draft_2.md")
    await client.upload(f"{BEFORE} Drafty.", "drafty.md")
    found = await search(client, "lid -draft")
    assert sorted(contents(found)) == [BEFORE, f"{BEFORE} Drafty."]
    assert found["query"] == {"words": "lid", "phrases": [], "excluded": ["draft"]}
    assert contents(await search(client, 'drain -"before the drain"')) == []
    assert len(contents(await search(client, "drain - draft"))) == 4


async def test_what_is_embedded_has_no_syntax(client: Client) -> None:
    """A phrase has the similarity of its words, and an exclusion adds none."""
    await client.upload(BEFORE, "one.txt")
    [plain] = (await search(client, "lid must be lifted"))["passages"]
    [quoted] = (await search(client, '"lid must be lifted" -kettle'))["passages"]
    assert quoted["similarity"] == plain["similarity"]


async def test_a_name_is_searched_and_explained(client: Client) -> None:
    """A document is found by words of its name, and confidence and explanation know it."""
    await client.upload("Freeze the queue.", "runbook-osprey.md")
    await client.upload("Freeze the queue now.", "runbook-merganser.md")
    found = await search(client, "runbook of the merganser")
    first, second = found["passages"]
    assert first["filename"] == "runbook-merganser.md"
    assert first["explanation"]["name"]["words"] == ["runbook", "merganser"]
    assert second["explanation"]["name"]["words"] == ["runbook"]
    scores = [each["explanation"]["name"]["score"] for each in (first, second)]
    assert scores[0] > scores[1] > 0
    other = await search(client, "runbook of the dipper")
    assert found["confidence"] > other["confidence"]


async def test_an_answer_knows_phrases_and_exclusions(client: Client) -> None:
    """The sources of an answer follow the syntax of its question, and its search explains them."""
    await client.upload(BEFORE, "one.txt")
    await client.upload(AFTER, "two.txt")
    await client.upload(f"{AFTER} This is a draft.", "three.txt")
    question = 'Which rule says "drain must be cleaned" -draft?'
    events = events_of(await client.ask(await client.create_session(), question))
    assert events[0]["question"] == question
    assert events[1]["sources"][0]["content"] == AFTER
    assert all("draft" not in source["content"] for source in events[1]["sources"])
    inside = await client.http.get(f"/api/chat/{events[0]['message_id']}/retrieval/")
    assert inside.json()["query"] == {
        "words": "Which rule says drain must be cleaned ?",
        "phrases": [{"text": "drain must be cleaned", "found": True}],
        "excluded": ["draft"],
    }


async def test_an_answer_to_a_phrase_alone_has_its_passage_first(client: Client) -> None:
    """A question of nothing but a phrase finds the passage that has it."""
    await client.upload(BEFORE, "one.txt")
    await client.upload(AFTER, "two.txt")
    events = events_of(await client.ask(await client.create_session(), "«drain must be cleaned»"))
    assert events[1]["sources"][0]["content"] == AFTER
