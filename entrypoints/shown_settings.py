"""The settings that everybody who uses the server may see: no secret, no path and no address."""

from dataclasses import fields
from pathlib import PurePath
from typing import Any

from entrypoints.api.server_info import ShownSetting, ShownSettings
from entrypoints.settings import PREFIX, Settings

SHOWN = (
    "search_top_k",
    "search_min_score",
    "search_min_confidence",
    "reranker_model",
    "context_document_tokens",
    "context_answer_tokens",
    "answer_cache_seconds",
    "document_language",
    "chunk_tokens",
    "chunk_overlap_tokens",
    "document_versions",
    "max_upload_bytes",
    "chat_rate_limit",
    "search_rate_limit",
    "upload_rate_limit",
    "request_rate_limit",
    "max_answers",
    "max_searches",
    "max_queued_documents",
    "sign_in_hours",
)


def shown_settings(settings: Settings) -> ShownSettings:
    """Return the settings that may be seen, in the order of `SHOWN`."""
    defaults: dict[str, Any] = {each.name: each.default for each in fields(Settings)}
    return ShownSettings(
        tuple(
            ShownSetting(PREFIX + name.upper(), _value(settings, name), defaults[name])
            for name in SHOWN
        )
    )


def _value(settings: Settings, name: str) -> str | float | None:
    value: str | float | None = getattr(settings, name)
    # a model may be named by its folder, of which nobody else has to know where it is
    return PurePath(value).name if name == "reranker_model" and isinstance(value, str) else value
