"""The settings: read from the environment and a .env file, and validated together."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints
from urllib.parse import unquote

import msgspec
from dotenv import dotenv_values
from msgspec import Meta
from platformdirs import user_data_path

from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import Misconfigured
from entrypoints import oidc_settings
from entrypoints.setting_contradictions import OPENAI_ADDRESS, contradictions
from entrypoints.setting_values import (
    IN_FILE,
    Count,
    Hosts,
    Limit,
    Networks,
    Origins,
    RateLimit,
    Seconds,
    convert,
    reason,
    secret,
)

PREFIX = "QUOTH_"
BUNDLED_LOCAL_MODEL = "SmolLM2-135M-Instruct"


def default_data_dir() -> Path:
    """Return the platform's directory for application data.

    For root this is a system-wide directory: the database server does not run as root, and other
    users cannot read root's home.
    """
    return user_data_path("quoth", appauthor=False, use_site_for_root=True)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Each field is read from its variable, `chunk_tokens` from QUOTH_CHUNK_TOKENS.

    docs/settings.md explains them.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8000
    allowed_hosts: Hosts = ()
    trusted_proxies: Networks = ()
    cors_origins: Origins = ()
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    data_dir: Path = field(default_factory=default_data_dir)
    server: str = ""
    api_key: str = field(default="", repr=False)
    workspace: str = DEFAULT_WORKSPACE.name
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    shutdown_grace_seconds: Annotated[float, Meta(ge=0)] = 10.0

    database_url: str = field(default="", repr=False)
    database_pooler_url: str = field(default="", repr=False)
    database_replica_url: str = field(default="", repr=False)
    database_pool_size: Count = 10
    database_timeout_seconds: Seconds = 30.0
    valkey_url: str = field(default="", repr=False)
    milvus_uri: str = ""
    milvus_token: str = field(default="", repr=False)
    secrets_key: str = field(default="", repr=False)

    embedding_model: str = ""
    embedding_batch_size: Count = 32
    embedding_precision: Literal["auto", "float32", "bfloat16"] = "auto"
    embedder_url: str = ""
    embedder_key: str = field(default="", repr=False)
    tokenizer: str = ""
    document_language: Annotated[str, Meta(pattern="^([a-z]{2})?$")] = ""
    chunk_tokens: Annotated[int, Meta(ge=8)] = 512
    chunk_overlap_tokens: Limit = 50
    max_upload_bytes: Count = 100 * 1024 * 1024
    document_versions: Count = 10
    sync_private_addresses: bool = False
    webhook_private_addresses: bool = False

    worker_places: Limit = 3

    search_top_k: Annotated[int, Meta(ge=1, le=100)] = 5
    search_min_score: Annotated[float, Meta(ge=-1, le=2)] | None = None
    search_min_confidence: Annotated[float, Meta(ge=0, le=1)] = 0.5
    reranker_model: str = ""

    models_file: Path | None = None
    prompts_dir: Path | None = None
    language_model: Literal["auto", "groq", "openai", "anthropic", "local", "extractive"] = "auto"
    groq_model: str = "openai/gpt-oss-20b"
    groq_timeout_seconds: Seconds = 60.0
    openai_model: str = ""
    openai_timeout_seconds: Seconds = 120.0
    anthropic_model: str = ""
    anthropic_timeout_seconds: Seconds = 120.0
    local_model: Path | None = None
    local_context_window: Annotated[int, Meta(ge=256)] = 8_192
    local_timeout_seconds: Seconds = 300.0

    context_window: Annotated[int, Meta(ge=256)] = 128_000
    context_system_tokens: Limit = 500
    context_document_tokens: Limit = 5_120
    context_message_tokens: Limit = 500
    context_answer_tokens: Count = 8_000
    context_safety_tokens: Limit = 2_000

    query_cache_entries: Count = 1_000
    query_cache_seconds: Seconds = 3_600.0
    answer_cache_entries: Count = 1_000
    answer_cache_seconds: Seconds = 3_600.0
    max_answers: Count = 200
    max_queued_documents: Count = 100_000
    max_searches: Count = 100
    # the most that each client may do in any minute; 0 means no limit
    chat_rate_limit: RateLimit = 20
    search_rate_limit: RateLimit = 0
    upload_rate_limit: RateLimit = 0
    request_rate_limit: RateLimit = 0

    sign_in_hours: Annotated[float, Meta(gt=0, le=8_760)] = 12.0
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_scopes: str = "openid profile email"
    oidc_groups_claim: str = "groups"
    oidc_groups: oidc_settings.GroupRules = ()

    # what a workspace may have, and use on a day, that has no quotas of its own; 0 means no limit
    quota_documents: Limit = 0
    quota_bytes: Limit = 0
    quota_questions: Limit = 0
    quota_tokens: Limit = 0

    trace_content: bool = False

    # these use the variable names that others have given them, without the prefix
    groq_api_key: str = field(default="", repr=False)
    groq_base_url: str = ""
    openai_api_key: str = field(default="", repr=False)
    openai_base_url: str = OPENAI_ADDRESS
    anthropic_api_key: str = field(default="", repr=False)
    anthropic_base_url: str = ""
    otel_endpoint: str = ""
    otel_headers: str = field(default="", repr=False)

    @property
    def upload_dir(self) -> Path:
        """The folder that holds uploads while they are ingested."""
        return self.data_dir / "uploads"

    @property
    def secrets_keys(self) -> list[str]:
        """The keys for stored secrets: the one that encrypts, then earlier ones."""
        return [each.strip() for each in self.secrets_key.split(",") if each.strip()]

    @property
    def log_file(self) -> Path:
        """The current log file. Rotated files are in the same folder."""
        return self.data_dir / "logs" / "quoth.log"

    @property
    def otel_header_fields(self) -> dict[str, str]:
        """The headers for the collector of traces: `name=value`, separated by commas."""
        pairs = (pair.partition("=") for pair in self.otel_headers.split(",") if "=" in pair)
        return {name.strip(): unquote(value.strip()) for name, _, value in pairs}

    @property
    def effective_language_model(
        self,
    ) -> Literal["groq", "openai", "anthropic", "local", "extractive"]:
        """The language model in use. `auto` means Groq if a key is set."""
        if self.language_model == "auto":
            return "groq" if self.groq_api_key else "extractive"
        return self.language_model

    @property
    def chat_model(self) -> str:
        """The name of the chat model in use; empty for the extractive model."""
        names = {
            "groq": self.groq_model,
            "openai": self.openai_model,
            "anthropic": self.anthropic_model,
            "local": self.local_model.stem if self.local_model else BUNDLED_LOCAL_MODEL,
        }
        return names.get(self.effective_language_model, "")

    @property
    def chat_api_key(self) -> str:
        """The key of the chat model in use; empty if it has none."""
        keys = {
            "groq": self.groq_api_key,
            "openai": self.openai_api_key,
            "anthropic": self.anthropic_api_key,
        }
        return keys.get(self.effective_language_model, "")

    @property
    def base_url(self) -> str:
        """The address of the chat model in use; empty for the provider's own."""
        addresses = {
            "groq": self.groq_base_url,
            "openai": self.openai_base_url,
            "anthropic": self.anthropic_base_url,
        }
        return addresses.get(self.effective_language_model, "")

    @property
    def effective_context_window(self) -> int:
        """The context window of the language model in use."""
        if self.effective_language_model == "local":
            return self.local_context_window
        return self.context_window

    @property
    def answer_timeout_seconds(self) -> float:
        """How long one answer may wait for the chat model in use."""
        seconds = {
            "openai": self.openai_timeout_seconds,
            "anthropic": self.anthropic_timeout_seconds,
            "local": self.local_timeout_seconds,
        }
        return seconds.get(self.effective_language_model, self.groq_timeout_seconds)


VENDOR_NAMES = {
    **{
        name: name.upper()
        for vendor in ("groq", "openai", "anthropic")
        for name in (f"{vendor}_api_key", f"{vendor}_base_url")
    },
    "otel_endpoint": "OTEL_EXPORTER_OTLP_ENDPOINT",
    "otel_headers": "OTEL_EXPORTER_OTLP_HEADERS",
}

# these may stand in files, and are never shown
SECRETS = {each.name for each in fields(Settings) if not each.repr}


def read_settings(
    environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")
) -> Settings:
    """Read the settings. Environment variables override the .env file.

    Args:
        environment: The environment variables; those of the process by default.
        env_file: The .env file; it may be missing.

    Raises:
        Misconfigured: With one line for each unknown name and each invalid value.
    """
    given = given_values(environment, env_file)
    types = get_type_hints(Settings, include_extras=True)
    names = {VENDOR_NAMES.get(name, PREFIX + name.upper()): name for name in types}
    in_files = {variable + IN_FILE for variable, name in names.items() if name in SECRETS}

    problems = [
        f"{name} is not a setting of Quoth: see docs/settings.md for all settings."
        for name in sorted(given)
        if name.startswith(PREFIX) and name not in names and name not in in_files
    ]
    values: dict[str, Any] = {}
    for variable, name in names.items():
        raw = given.get(variable, "").strip()
        try:
            if name in SECRETS:
                raw = secret(given, variable)
            if raw:  # an empty variable means the default
                values[name] = convert(raw, types[name])
        except msgspec.ValidationError as exc:
            problems.append(f"{variable} cannot be {raw!r}: {reason(exc, types[name])}.")
        except Misconfigured as exc:
            problems.append(exc.message)
    problems += contradictions(_with_defaults(values))
    if problems:
        raise Misconfigured("\n".join(problems))
    return Settings(**values)


def given_values(
    environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")
) -> Mapping[str, str]:
    """Return the values of all variables, Quoth's or not, as `read_settings` reads them."""
    in_file = {name: value or "" for name, value in dotenv_values(env_file).items()}
    return {**in_file, **(os.environ if environment is None else environment)}


def _with_defaults(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        item.name: values.get(item.name, item.default)
        for item in fields(Settings)
        if item.default is not MISSING  # the data directory cannot contradict anything
    }
