"""Imports once what every server and command needs, in the process from which they are forked."""

import os
from importlib import import_module

from adapters.hugging_face.hub import quiet_libraries

MODULES = (
    "entrypoints.asgi",
    "langgraph.graph",
    "sentence_transformers",
    "transformers.models.bert.modeling_bert",
    "transformers.models.bert.tokenization_bert",
    "typer",
)

# the libraries read these on import
quiet_libraries()
os.environ["LANGSMITH_TRACING"] = "false"
for module in MODULES:
    import_module(module)
