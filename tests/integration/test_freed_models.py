"""The memory of a model that nothing uses any more."""

import asyncio
import gc
import weakref

import pytest

from adapters.hugging_face.local_model_loader import LocalModelLoader


async def test_a_model_is_freed_without_a_collection() -> None:
    """The server lets no collection go through what it began with, so no model is in a cycle."""
    loader = LocalModelLoader(32, "auto")
    embedder = await loader.load(loader.find(""))
    await embedder.embed_query("Who are you?")
    parts = [weakref.ref(part) for part in vars(embedder).values() if hasattr(part, "__weakref__")]
    held = [weakref.ref(embedder), *parts]
    assert len(held) > 2
    gc.disable()
    try:
        loader.close()
        del embedder
        for _ in range(1000):  # until its threads have ended
            if all(ref() is None for ref in held):
                break
            await asyncio.sleep(0.01)
        else:
            pytest.fail("something holds the model")
    finally:
        gc.enable()
