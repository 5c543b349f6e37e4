"""Addresses of clusters that cannot be used; none of this needs Ray."""

import pytest

from adapters.ray_data.cluster import RayCluster
from adapters.ray_data.upload_preparer import RayUploadPreparer
from application.documents.cut_upload import CutUpload
from application.documents.embed_cut_texts import EmbedCutTexts
from domain.errors import Misconfigured, Unavailable
from tests.e2e.process import free_port
from tests.support.uploads import an_upload


async def no_cutting() -> CutUpload:
    """Open nothing."""
    raise NotImplementedError


async def no_embedding() -> EmbedCutTexts:
    """Open nothing."""
    raise NotImplementedError


async def prepare_on(address: str) -> None:
    """Prepare an upload on the cluster at an address."""
    preparer = RayUploadPreparer(RayCluster(address, no_cutting, no_embedding))
    async for _ in preparer.prepare([an_upload("heron.txt", b"Heron")]):
        raise AssertionError


async def test_a_cluster_that_is_not_there_is_said_at_once() -> None:
    """The error names the address and says what to start."""
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(Unavailable, match=f"{address} is not reachable: nothing was stored"):
        await prepare_on(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "ray.example:", ":6379", "host:http"])
async def test_what_is_no_address_is_refused(address: str) -> None:
    """The error says what an address looks like."""
    with pytest.raises(Misconfigured, match="give it as host:port"):
        await prepare_on(address)
