"""What leaves the machine of the server, as the page says it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from domain.answering.context_budget import ContextBudget
from entrypoints.api.server_info import Leaving, ServerInfo
from entrypoints.leaving import leaves_without_model
from entrypoints.models_file import read_chat_models
from entrypoints.served_models import ServedModels
from entrypoints.settings import Settings

HERE, ELSEWHERE = "http://127.0.0.1:11434/v1", "https://models.example/v1"


@pytest.mark.parametrize(
    ("changes", "leaving"),
    [
        ({}, "nothing"),
        ({"database_url": "postgresql://quoth@localhost/quoth"}, "nothing"),
        ({"database_url": "postgresql:///quoth?host=/run/postgresql"}, "nothing"),
        ({"milvus_uri": "/var/lib/quoth/milvus.db"}, "nothing"),
        ({"embedder_url": "http://[::1]:8000"}, "nothing"),
        ({"embedding_model": "near"}, "nothing"),
        ({"database_url": "postgresql://quoth@10.0.0.7/quoth"}, "documents"),
        ({"database_url": "postgresql://[::1/quoth"}, "documents"),
        ({"database_replica_url": "postgresql://quoth@other/quoth"}, "documents"),
        ({"valkey_url": "valkey://other:6379/0"}, "documents"),
        ({"milvus_uri": "http://other:19530"}, "documents"),
        ({"embedder_url": "http://other:8000"}, "documents"),
        ({"embedding_model": "far"}, "documents"),
        ({"reranker_model": "far"}, "questions"),
    ],
)
def test_what_is_stored_or_embedded_elsewhere_leaves(
    changes: Mapping[str, Any], leaving: Leaving
) -> None:
    """Text leaves with whatever holds it on another machine, and not with what is on this one."""
    tables = {"near": {"base_url": HERE}, "far": {"base_url": ELSEWHERE}}
    served = ServedModels(embedding=tables, reranking=tables)
    assert leaves_without_model(Settings(data_dir=Path(), **changes), served) == leaving


def test_a_question_leaves_with_whoever_may_answer_it() -> None:
    """So it does if a model elsewhere takes over from one on this machine."""
    chat = [
        {"name": "near", "provider": "openai", "model": "m", "base_url": HERE},
        {"name": "far", "provider": "openai", "model": "m", "base_url": ELSEWHERE},
        {"name": "vendor", "provider": "groq", "model": "m", "api_key_env": "KEY"},
        {"name": "file", "provider": "local"},
    ]
    keys = {"KEY": "k"}

    def leaving(name: str, *fallback: str, otherwise: Leaving = "nothing") -> Leaving:
        content = {"default": "near", "fallback": list(fallback), "chat": chat}
        models = read_chat_models(content, keys).describe(ContextBudget())
        return ServerInfo(1, "openai", otherwise, "1").leaving_with(models, name)

    for name in ("near", "file", "extractive"):
        assert leaving(name, "extractive") == "nothing"
    for name in ("far", "vendor"):
        assert leaving(name, "extractive") == "questions"
    assert leaving("near", "far") == "questions"
    assert leaving("near", "extractive", otherwise="documents") == "documents"
