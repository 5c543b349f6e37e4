"""Settings that are valid on their own, and do not fit together."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from entrypoints import oidc_settings

SECRETS_KEY_LENGTH = 32  # characters; 32 random bytes have 43 in Base64
OPENAI_ADDRESS = "https://api.openai.com/v1"


def contradictions(merged: Mapping[str, Any]) -> list[str]:
    """Return a line for each contradiction between settings, given or by default."""
    problems = []
    if merged["chunk_overlap_tokens"] * 2 >= merged["chunk_tokens"]:
        problems.append(
            f"QUOTH_CHUNK_OVERLAP_TOKENS cannot be {merged['chunk_overlap_tokens']}:"
            " it must be less than half of QUOTH_CHUNK_TOKENS."
        )
    if (merged["tls_certificate"] is None) != (merged["tls_key"] is None):
        problems.append(
            "QUOTH_TLS_CERTIFICATE and QUOTH_TLS_KEY belong together: set both, or none."
        )
    keys = [each.strip() for each in merged["secrets_key"].split(",") if each.strip()]
    if any(len(each) < SECRETS_KEY_LENGTH for each in keys):
        problems.append(
            f"QUOTH_SECRETS_KEY has a key of less than {SECRETS_KEY_LENGTH} characters: make one"
            " with `openssl rand -base64 32`."
        )
    return [
        *problems,
        *_of_servers(merged),
        *_of_models(merged),
        *oidc_settings.contradictions(merged),
    ]


def _of_servers(merged: Mapping[str, Any]) -> list[str]:
    problems = []
    if merged["database_pooler_url"] and not merged["database_url"]:
        problems.append(
            "QUOTH_DATABASE_POOLER_URL needs QUOTH_DATABASE_URL: set it to the address of the"
            " PostgreSQL behind the pooler."
        )
    if merged["database_replica_url"] and not merged["database_url"]:
        problems.append(
            "QUOTH_DATABASE_REPLICA_URL needs QUOTH_DATABASE_URL: set it to the address of the"
            " primary."
        )
    if merged["database_replica_url"] and merged["milvus_uri"]:
        problems.append(
            "QUOTH_DATABASE_REPLICA_URL and QUOTH_MILVUS_URI cannot both be set: passages are found"
            " in the one or in the other."
        )
    if merged["valkey_url"] and not re.match(r"(redis|valkey)s?://[^/?#]", merged["valkey_url"]):
        problems.append(
            "QUOTH_VALKEY_URL is not an address such as valkey://user:password@host:6379/0:"
            " it must begin with valkey://, redis://, or with valkeys:// or rediss:// for TLS."
        )
    if merged["embedder_url"] and not _is_http_address(merged["embedder_url"]):
        problems.append(
            f"QUOTH_EMBEDDER_URL cannot be {merged['embedder_url']!r}: it must be an address such"
            " as http://embedder.internal:8000."
        )
    return problems


def _of_models(merged: Mapping[str, Any]) -> list[str]:
    problems = []
    if merged["language_model"] == "groq" and not merged["groq_api_key"]:
        problems.append(
            "QUOTH_LANGUAGE_MODEL cannot be 'groq' without GROQ_API_KEY: set the key, or set the"
            " model to 'auto' or 'extractive'."
        )
    if merged["language_model"] == "openai":
        problems += _of_openai(merged)
    if merged["language_model"] == "anthropic":
        problems += [
            f"QUOTH_LANGUAGE_MODEL cannot be 'anthropic' without {variable}: set it."
            for variable, name in (
                ("QUOTH_ANTHROPIC_MODEL", "anthropic_model"),
                ("ANTHROPIC_API_KEY", "anthropic_api_key"),
            )
            if not merged[name]
        ]
    return problems


def _of_openai(merged: Mapping[str, Any]) -> list[str]:
    problems = []
    if not merged["openai_model"]:
        problems.append(
            "QUOTH_LANGUAGE_MODEL cannot be 'openai' without QUOTH_OPENAI_MODEL: set it to a model"
            " that the server at OPENAI_BASE_URL has."
        )
    if not _is_http_address(merged["openai_base_url"]):
        problems.append(
            f"OPENAI_BASE_URL cannot be {merged['openai_base_url']!r}: it must be an address such"
            " as http://localhost:11434/v1."
        )
    if merged["openai_base_url"] == OPENAI_ADDRESS and not merged["openai_api_key"]:
        problems.append(
            "QUOTH_LANGUAGE_MODEL cannot be 'openai' without OPENAI_API_KEY: set the key, or set"
            " OPENAI_BASE_URL to the server that you use."
        )
    return problems


def _is_http_address(given: str) -> bool:
    try:
        parts = urlsplit(given)
        has_host = bool(parts.hostname) and parts.port != 0  # an impossible port raises
    except ValueError:
        return False
    return has_host and re.fullmatch(r"https?://\S+", given) is not None
