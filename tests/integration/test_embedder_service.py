"""A `quoth embedder` and its clients: the same vectors, keys, limits, outages and cuts."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator, Sequence

import httpx
import numpy as np
import pytest
from openai import OpenAI

from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.model_servers import embedder_service as client
from adapters.model_servers.embedder_service import EmbedderService
from adapters.model_servers.quoth_embedder import QuothEmbedder, QuothEmbedderLoader
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable, Misconfigured
from tests.fakes.embedder import FakeEmbedder
from tests.support.cutting_proxy import cutting
from tests.support.embedder_services import KEY, embedder_service

NAME = "all-MiniLM-L6-v2"
TEXTS = ["The heron sleeps at noon.", "", "日本語の文章です", "Reeds whisper. " * 400]
PAUSE = 0.02


@pytest.fixture(scope="module")
def port(real_embedder: SentenceTransformerEmbedder) -> Iterator[int]:
    """The port of a service with the bundled model."""
    with embedder_service(real_embedder) as port:
        yield port


@pytest.fixture
async def services() -> AsyncIterator[list[EmbedderService]]:
    """The services that a test connects to, closed at its end."""
    opened: list[EmbedderService] = []
    yield opened
    for each in opened:
        await each.close()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request is repeated soon."""
    monkeypatch.setattr("adapters.model_servers.client.FIRST_RETRY_SECONDS", 0.01)


async def connected(
    services: list[EmbedderService], port: int, *, name: str = NAME, key: str = KEY
) -> QuothEmbedder:
    service = EmbedderService(f"http://127.0.0.1:{port}", key, pause=PAUSE)
    services.append(service)
    return await QuothEmbedderLoader(service, NAME).load(
        QuothEmbedderLoader(service, NAME).find(name)
    )


def cosine(one: Embedding, other: Embedding) -> float:
    return float(np.dot(np.asarray(one), np.asarray(other)))


async def until_embedded(embedder: QuothEmbedder) -> None:
    """Return when the embedder works again, which it has to find out by itself."""
    while True:
        try:
            await embedder.embed_query("a question")
        except EmbedderUnavailable:
            await asyncio.sleep(PAUSE)
        else:
            return


async def test_vectors_are_those_of_the_model_in_this_process(
    port: int, services: list[EmbedderService], real_embedder: SentenceTransformerEmbedder
) -> None:
    """Each window of each text, and a query, has the vector that it has here."""
    there = await connected(services, port)
    assert there.model == real_embedder.model
    for here, served in zip(
        await real_embedder.embed_passages(TEXTS), await there.embed_passages(TEXTS), strict=True
    ):
        assert len(here) == len(served)
        assert all(cosine(one, two) > 0.9995 for one, two in zip(here, served, strict=True))
    query = await real_embedder.embed_query("Who sleeps at noon?")
    assert cosine(query, await there.embed_query("Who sleeps at noon?")) > 0.9995


async def test_many_texts_go_in_several_requests_and_come_in_their_order(
    port: int, services: list[EmbedderService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests are limited in texts and characters; the order is that of the texts."""
    monkeypatch.setattr("adapters.model_servers.quoth_embedder.TEXTS_IN_REQUEST", 3)
    monkeypatch.setattr("adapters.model_servers.quoth_embedder.CHARACTERS_IN_REQUEST", 60)
    there = await connected(services, port)
    texts = [f"number {number} " * (1 + number % 4) for number in range(11)]
    together = await there.embed_passages(texts)
    assert await there.count_windows(texts) == [len(windows) for windows in together]
    [alone] = await there.embed_passages([texts[7]])
    assert cosine(together[7][0], alone[0]) > 0.9995


def test_programs_of_openais_protocol_can_use_it(
    port: int, real_embedder: SentenceTransformerEmbedder
) -> None:
    """OpenAI's SDK gets one vector for each text, and the names of the models."""
    sdk = OpenAI(api_key=KEY, base_url=f"http://127.0.0.1:{port}/v1", max_retries=0)
    assert [each.id for each in sdk.models.list()] == [NAME]
    answer = sdk.embeddings.create(model=NAME, input=["one", "two"])
    assert [len(row.embedding) for row in answer.data] == [real_embedder.model.dimension] * 2
    sdk.close()


async def test_only_who_has_the_key_may_embed(port: int, services: list[EmbedderService]) -> None:
    """Without the key nothing is embedded or told but health; the refusal names the setting."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as anybody:
        assert (await anybody.get("/api/health/live/")).status_code == 200
        assert (await anybody.get("/api/health/ready/")).status_code == 200
        for path in ("/v1/models", "/metrics"):
            assert (await anybody.get(path)).status_code == 401
        body = {"model": NAME, "input": ["a text"]}
        assert (await anybody.post("/v1/embeddings", json=body)).status_code == 401
    with pytest.raises(Misconfigured, match="QUOTH_EMBEDDER_KEY"):
        await connected(services, port, key="another")


async def test_without_a_key_no_page_of_another_site_reaches_it() -> None:
    """A name that leads here (DNS rebinding) is refused; with a key it needs no such check."""
    for key, status in (("", 421), (KEY, 200)):
        with embedder_service(FakeEmbedder(), key=key) as port:
            headers = {"Host": "evil.example", "Authorization": f"Bearer {key or KEY}"}
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as page:
                assert (await page.get("/v1/models", headers=headers)).status_code == status
                assert (await page.get("/api/health/live/")).status_code == 200


async def test_another_model_is_refused_at_once(port: int, services: list[EmbedderService]) -> None:
    """A model that the service has not is told with what to do, and no vector is taken for it."""
    with pytest.raises(Misconfigured, match="quoth embedder --model e5"):
        await connected(services, port, name="/srv/e5")
    assert (await connected(services, port, name=f"/srv/models/{NAME}")).model.name == NAME


async def test_a_service_that_changes_its_model_is_not_believed(
    services: list[EmbedderService],
) -> None:
    """After a restart with another model under the same address, requests and health say so."""
    with embedder_service(FakeEmbedder(name="a")) as port:
        embedder = await connected(services, port, name="a")
    with embedder_service(FakeEmbedder(name="b"), port=port):
        with pytest.raises(EmbedderUnavailable):
            await embedder.embed_query("a question")
        with pytest.raises(EmbedderUnavailable, match="has no model a, only b"):
            await services[0].check()
    with embedder_service(FakeEmbedder(128, name="a"), port=port):
        await services[0].check()
        with pytest.raises(EmbedderUnavailable):
            await embedder.embed_query("a question")


async def test_a_model_that_nobody_uses_any_more_is_not_demanded(
    services: list[EmbedderService],
) -> None:
    """After a change of the model the service may be restarted with the new one only."""
    with embedder_service(FakeEmbedder(name="a")) as port:
        former = await connected(services, port, name="a")
    service = services[0]
    with embedder_service(FakeEmbedder(name="b"), port=port):
        loader = QuothEmbedderLoader(service, NAME)
        embedder = await loader.load(loader.find("b"))
        with pytest.raises(EmbedderUnavailable, match="has no model a"):
            await service.check()
        del former
        await service.check()
        assert len(await embedder.embed_query("a question")) == embedder.model.dimension
    with pytest.raises(EmbedderUnavailable):
        await service.check()
    del embedder
    await service.check()  # all models are elsewhere: nobody needs the service


async def test_a_refused_request_concerns_nobody_else(services: list[EmbedderService]) -> None:
    """While the service works, one request that it refuses does not stop the others."""
    fake = FakeEmbedder(name="a")
    with embedder_service(fake) as port:
        embedder = await connected(services, port, name="a")
        with pytest.raises(EmbedderUnavailable, match="refused this request"):
            await services[0].embeddings("query", {"model": "a", "input": [1]})
        assert len(await embedder.embed_query("a question")) == embedder.model.dimension


async def test_a_stopping_server_does_not_blame_the_embedder(
    services: list[EmbedderService],
) -> None:
    """Requests after the end of all work fail with the reason, and not as an outage."""
    with embedder_service(FakeEmbedder(name="a")) as port:
        embedder = await connected(services, port, name="a")
        services[0].refuse()
        with pytest.raises(EmbedderUnavailable, match="is stopping"):
            await embedder.embed_query("a question")


class Held(FakeEmbedder):
    """Embeds passages when `go` is set, from whichever thread."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        embedded = await super().embed_passages(texts)
        while not self.go.is_set():  # noqa: ASYNC110 - it is set in another thread
            await asyncio.sleep(0.01)
        return embedded


async def test_too_much_at_once_is_refused_with_the_time_to_wait() -> None:
    """A busy service answers 503 with Retry-After, and what is too large 413."""
    fake = Held()
    with embedder_service(fake, most_characters=10) as port:
        headers = {"Authorization": f"Bearer {KEY}"}
        address = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=address, headers=headers) as http:
            body = {"model": fake.model_name, "input": "a text of some words"}
            running = asyncio.create_task(http.post("/v1/embeddings", json=body))
            while not fake.passages:  # noqa: ASYNC110 - the fake is in another thread
                await asyncio.sleep(0.01)
            refused = await http.post("/v1/embeddings", json=body)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
            assert refused.json()["error"]["code"] == "server_busy"
            fake.go.set()
            assert (await running).status_code == 200
            large = await http.post("/v1/embeddings", content=b" " * (8 * 1024 * 1024 + 1))
            assert large.status_code == 413
            metrics = (await http.get("/metrics")).text
    assert 'quoth_embedder_requests_total{kind="passage",outcome="server_busy"} 1.0' in metrics
    assert 'quoth_embedder_texts_total{kind="passage"} 1.0' in metrics


async def test_a_cut_connection_is_not_noticed(port: int, services: list[EmbedderService]) -> None:
    """An answer that breaks off is asked for again, and no vector is missing."""
    with cutting(port, b'"embedding":') as proxy:
        there = await connected(services, proxy.server_address[1])
        assert len(await there.embed_query("a question")) == there.model.dimension
        assert proxy.cuts == []
        proxy.cuts.append(b'"embedding":')
        assert len(await there.embed_passages(["one", "two"])) == 2
        assert proxy.cuts == []


async def test_an_outage_is_told_at_once_and_ends_by_itself(
    port: int, services: list[EmbedderService]
) -> None:
    """While nothing gets through, calls fail without being made; afterwards they work again."""
    with cutting(port) as proxy:
        there = await connected(services, proxy.server_address[1])
        proxy.cuts += [b"HTTP/1.1"] * 100_000
        with pytest.raises(EmbedderUnavailable, match="not reachable") as caught:
            await there.embed_query("a question")
        assert caught.value.retry_after > 0
        for call in (there.embed_query("more"), there.embed_passages(["more"])):
            with pytest.raises(EmbedderUnavailable):
                await call
        with pytest.raises(EmbedderUnavailable):
            await services[0].check()
        proxy.cuts.clear()
        await until_embedded(there)


async def test_a_service_that_hangs_holds_up_the_first_only(
    port: int, services: list[EmbedderService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that takes requests and never answers is given up; then nobody waits for it."""
    dimension = (await connected(services, port)).model.dimension
    monkeypatch.setattr(client, "QUERY_SECONDS", 0.2)
    monkeypatch.setattr(client, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        service = EmbedderService(f"http://127.0.0.1:{silent.getsockname()[1]}", KEY)
        services.append(service)
        embedder = QuothEmbedder(NAME, service)
        embedder._dimension = dimension
        service.used_by(embedder)
        results = []
        for _ in range(100):  # the test would run into its time limit, were all of them made
            with pytest.raises(EmbedderUnavailable) as caught:
                await embedder.embed_query("a question")
            results.append(caught.value.message)
        assert all("not reachable" in each for each in results)


async def test_something_else_at_the_address_is_told(services: list[EmbedderService]) -> None:
    """A server that is no embedder is refused with the setting to check."""
    with embedder_service(FakeEmbedder()) as port:
        service = EmbedderService(f"http://127.0.0.1:{port}/elsewhere", KEY)
        services.append(service)
        with pytest.raises(Misconfigured, match="QUOTH_EMBEDDER_URL"):
            await service.dimension(NAME)


async def test_an_impossible_address_is_told(services: list[EmbedderService]) -> None:
    """What no request can be sent to is refused with the setting to check."""
    service = EmbedderService("http://embedder:eight", KEY)
    services.append(service)
    with pytest.raises(Misconfigured, match="QUOTH_EMBEDDER_URL"):
        await service.dimension(NAME)
