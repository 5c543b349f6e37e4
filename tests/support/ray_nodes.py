"""A Ray cluster on this machine, and what its nodes open in tests: no model, so they are light.

Ray is in an extra: import this module only where it is installed.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from adapters.disk_upload_files import DiskUploadFiles
from adapters.ray_data.cluster import RayCluster
from application.documents.cut_upload import CutUpload
from application.documents.embed_cut_texts import EmbedCutTexts
from application.documents.read_upload import ReadUpload
from domain.documents.chunking import ChunkingPolicy
from domain.documents.chunks import Embedding
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.text_extractor import DirectTextExtractor
from tests.fakes.tokenizer import WordTokenizer
from tests.support.durable_work import CHUNK_WORDS, DIMENSION

OBJECT_MEMORY = 100 * 1024 * 1024
# Ray gives up on a node that takes 30 seconds to start, and lets its processes be nice: on a busy
# machine the first is too short, and with the second they never begin
PATIENT = {"RAY_raylet_start_wait_time_s": "180", "RAY_worker_niceness": "0"}


class SlowEmbedder(FakeEmbedder):
    """Takes a moment for each call, so that there is time to kill a node."""

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        await asyncio.sleep(0.2)
        return await super().embed_passages(texts)


async def open_cutting(folder: Path) -> CutUpload:
    """Open what cuts files, on a node."""
    read = ReadUpload(DirectTextExtractor(), 10_000_000)
    files = DiskUploadFiles(folder)
    return CutUpload(read, WordTokenizer(), ChunkingPolicy(CHUNK_WORDS, 0), files)


async def open_embedding() -> EmbedCutTexts:
    """Open what embeds, on a node."""
    return EmbedCutTexts(SlowEmbedder(DIMENSION), ChunkingPolicy(CHUNK_WORDS, 0))


def light_cluster(address: str, folder: Path) -> RayCluster:
    """Return the connection to a cluster whose nodes open what is above."""
    return RayCluster(address, partial(open_cutting, folder), open_embedding)


@contextmanager
def nodes_of(cores: Sequence[int]) -> Iterator[Any]:
    """Start a cluster with a node for each number of cores; the first is its head."""
    from ray.cluster_utils import Cluster

    memory = {"object_store_memory": OBJECT_MEMORY}
    head = {"num_cpus": cores[0], "include_dashboard": False, **memory}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    try:
        for each in cores[1:]:
            cluster.add_node(num_cpus=each, **memory)
        yield cluster
    finally:
        cluster.shutdown()
