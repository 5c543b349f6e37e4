"""The controllers below /v1."""

from litestar import Controller

from entrypoints.api.openai.chat import ChatCompletionController
from entrypoints.api.openai.models import ModelController
from entrypoints.api.openai.responses import ResponseController

OPENAI_CONTROLLERS: tuple[type[Controller], ...] = (
    ChatCompletionController,
    ModelController,
    ResponseController,
)
