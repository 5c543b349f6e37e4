"""The controllers below /v1."""

from litestar import Controller

from entrypoints.api.openai.chat import ChatCompletionController
from entrypoints.api.openai.models import ModelController

OPENAI_CONTROLLERS: tuple[type[Controller], ...] = (
    ChatCompletionController,
    ModelController,
)
