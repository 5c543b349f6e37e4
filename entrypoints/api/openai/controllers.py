"""The controllers below /v1."""

from litestar import Controller

from entrypoints.api.openai.chat import ChatCompletionController
from entrypoints.api.openai.embeddings import EmbeddingController
from entrypoints.api.openai.file_batches import FileBatchController
from entrypoints.api.openai.files import FileController
from entrypoints.api.openai.models import ModelController
from entrypoints.api.openai.responses import ResponseController
from entrypoints.api.openai.vector_store_files import VectorStoreFileController
from entrypoints.api.openai.vector_stores import VectorStoreController

OPENAI_CONTROLLERS: tuple[type[Controller], ...] = (
    ChatCompletionController,
    EmbeddingController,
    FileBatchController,
    FileController,
    ModelController,
    ResponseController,
    VectorStoreController,
    VectorStoreFileController,
)
