"""Embeddings by the model that the library is searched with."""

import base64
import struct
from typing import Annotated, Any, Literal

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Request, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from application.ports.live_embedder import LiveEmbedder
from application.retrieval.embed_texts import EmbedTexts
from domain.answering.models import DEFAULT_NAME
from domain.documents.chunks import Embedding
from entrypoints.api.openai.errors import ModelUnknown, NotSupported
from entrypoints.api.roles import READER
from entrypoints.api.while_connected import while_connected

MOST_TEXTS = 2_048


class EmbeddingRequest(Struct):
    """Texts to embed. `input_type` is Quoth's own: `query` for what is searched for."""

    input: str | Annotated[list[str | int | list[int]], Meta(min_length=1, max_length=MOST_TEXTS)]
    model: str = DEFAULT_NAME
    encoding_format: Literal["float", "base64"] = "float"
    input_type: Literal["passage", "query"] = "passage"
    dimensions: int | None = None


class EmbeddingView(Struct):
    """The vector of one text: numbers, or little-endian float32 in base64."""

    index: int
    embedding: list[float] | str
    object: str = "embedding"


class EmbeddingUsage(Struct):
    """The tokens of the texts."""

    prompt_tokens: int
    total_tokens: int


class EmbeddingList(Struct):
    """A vector for each text, in their order."""

    data: list[EmbeddingView]
    model: str
    usage: EmbeddingUsage
    object: str = "list"


class EmbeddingController(Controller):
    """Vectors, which can be compared with those of the library."""

    path = "/v1/embeddings"
    include_in_schema = False
    opt = READER

    @post("/", status_code=200)
    @inject
    async def embed(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[EmbeddingRequest],
        embed_texts: FromDishka[EmbedTexts],
        embedder: FromDishka[LiveEmbedder],
    ) -> EmbeddingList:
        """Embed texts."""
        texts = [data.input] if isinstance(data.input, str) else data.input
        if not all(isinstance(each, str) for each in texts):
            raise NotSupported("This server embeds texts and no tokens: send strings.")
        model = embedder.live().model
        if data.model not in {DEFAULT_NAME, model.name}:
            raise ModelUnknown(
                f"There is no embedding model {data.model!r}: this server has {DEFAULT_NAME},"
                f" {model.name}."
            )
        if data.dimensions not in {None, model.dimension}:
            raise NotSupported(
                f"The vectors have {model.dimension} dimensions: leave out dimensions."
            )
        queries = data.input_type == "query"
        embedded = await while_connected(
            request, embed_texts.execute([str(each) for each in texts], queries=queries)
        )
        views = [
            EmbeddingView(index, encoded(vector, data.encoding_format))
            for index, vector in enumerate(embedded.vectors)
        ]
        usage = EmbeddingUsage(embedded.tokens, embedded.tokens)
        return EmbeddingList(views, embedded.model, usage)


def encoded(vector: Embedding, form: str) -> list[float] | str:
    """Return a vector as it is sent."""
    if form == "float":
        return list(vector)
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
