"""A server whose Milvus is away."""

from adapters.milvus.client import Milvus
from tests.api.client import served
from tests.fakes.wiring import Fakes, test_settings
from tests.support.milvus import skip_without_milvus
from tests.support.valkey_server import free_port


async def test_a_server_is_healthy_without_its_milvus(fakes: Fakes) -> None:
    """If Milvus is away, health says so and stays healthy."""
    skip_without_milvus()
    settings = test_settings(milvus_uri=f"http://127.0.0.1:{free_port()}")
    async with served(fakes, settings) as client:
        for _ in range(2):
            response = await client.http.get("/api/health/")
            assert (response.status_code, response.json()["status"]) == (200, "healthy")
            assert response.json()["milvus"].startswith("Milvus ")
        milvus = await client.container.get(Milvus)
        assert milvus.is_away
        await milvus.close()
