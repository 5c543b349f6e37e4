"""Settings are read, validated together, and documented."""

import re
from pathlib import Path

import pytest

from domain.access.member import GroupRule
from domain.access.role import Role
from domain.errors import Misconfigured
from entrypoints.settings import SECRETS, VENDOR_NAMES, Settings, read_settings

NO_FILE = Path("/nonexistent/.env")
DOCUMENTED = Path(__file__).parents[3] / "docs" / "settings.md"


def test_without_variables_the_defaults_hold() -> None:
    """An empty environment gives the defaults."""
    assert read_settings({}, NO_FILE) == Settings()


def test_variables_are_converted() -> None:
    """Numbers, choices and paths are parsed; an empty value means the default."""
    settings = read_settings(
        {
            "QUOTH_PORT": "9000",
            "QUOTH_SEARCH_MIN_SCORE": "0.35",
            "QUOTH_LANGUAGE_MODEL": "extractive",
            "QUOTH_DATA_DIR": "/srv/quoth",
            "QUOTH_HOST": " ",
            "HOME": "/root",
        },
        NO_FILE,
    )
    assert settings.port == 9000
    assert settings.search_min_score == 0.35
    assert settings.data_dir == Path("/srv/quoth")
    assert settings.host == "127.0.0.1"


def test_the_environment_outweighs_the_file(tmp_path: Path) -> None:
    """A .env file is read; environment variables override it."""
    file = tmp_path / ".env"
    file.write_text('QUOTH_PORT=9000\nQUOTH_HOST="0.0.0.0"\nGROQ_API_KEY=from-file\n')
    settings = read_settings({"QUOTH_PORT": "9001"}, file)
    assert (settings.port, settings.host) == (9001, "0.0.0.0")  # noqa: S104 - nothing is bound
    assert settings.effective_language_model == "groq"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("QUOTH_PROT", "8000", "not a setting"),
        ("QUOTH_PORT", "http", "int"),
        ("QUOTH_PORT", "70000", "65535"),
        ("QUOTH_SEARCH_MIN_SCORE", "3", "2"),
        ("QUOTH_DOCUMENT_LANGUAGE", "english", "QUOTH_DOCUMENT_LANGUAGE"),
        ("QUOTH_LANGUAGE_MODEL", "oracle", "auto, groq, openai, anthropic, local, extractive"),
        ("QUOTH_LANGUAGE_MODEL", "groq", "GROQ_API_KEY"),
        ("QUOTH_LOCAL_TIMEOUT_SECONDS", "0", "> 0"),
        ("QUOTH_OIDC_GROUPS", "staff", "GROUP=WORKSPACE:ROLE"),
        ("QUOTH_OIDC_GROUPS", "staff=default:owner", "reader, editor, admin"),
        ("QUOTH_OIDC_GROUPS", "staff=:admin", "no valid workspace"),
        ("QUOTH_OIDC_ISSUER", "https://id.example", "QUOTH_OIDC_CLIENT_ID"),
        ("QUOTH_OIDC_ISSUER", "https://id.example", "QUOTH_OIDC_GROUPS"),
        ("QUOTH_OIDC_ISSUER", "http://id.example", "https address"),
        ("QUOTH_CHUNK_OVERLAP_TOKENS", "256", "QUOTH_CHUNK_TOKENS"),
        ("QUOTH_TRUSTED_PROXIES", "10.0.0.1,proxy.example", "proxy.example is neither"),
        ("QUOTH_CORS_ORIGINS", "https://app.example/page", "is no origin"),
        ("QUOTH_TLS_KEY", "/etc/key.pem", "QUOTH_TLS_CERTIFICATE"),
        ("QUOTH_DATABASE_POOLER_URL", "postgresql://pooler/quoth", "QUOTH_DATABASE_URL"),
        ("QUOTH_DATABASE_REPLICA_URL", "postgresql://standby/quoth", "QUOTH_DATABASE_URL"),
        ("QUOTH_VALKEY_URL", "localhost:6379", "valkey://"),
        ("QUOTH_EMBEDDER_URL", "http://embedder:eight", "must be an address"),
        ("QUOTH_EMBEDDER_URL", "http://[::1", "must be an address"),
        ("QUOTH_VALKEY_URL", "http://:hidden@valkey", "valkey://"),
        ("QUOTH_PORT_FILE", "/etc/port", "not a setting"),
        ("GROQ_API_KEY_FILE", "/nowhere/key", "No such file"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(variable: str, value: str, says: str) -> None:
    """An invalid setting gives a one-line message with the variable and the valid values."""
    with pytest.raises(Misconfigured) as caught:
        read_settings({variable: value}, NO_FILE)
    assert variable in caught.value.message
    assert says in caught.value.message
    assert "\n" not in caught.value.message
    assert "hidden" not in caught.value.message


def test_every_wrong_setting_is_named_at_once() -> None:
    """All invalid settings are reported together."""
    with pytest.raises(Misconfigured) as caught:
        read_settings({"QUOTH_PORT": "x", "QUOTH_HOTS": "y"}, NO_FILE)
    assert len(caught.value.message.splitlines()) == 2


@pytest.mark.parametrize(
    ("model", "key", "groq"),
    [("auto", "", False), ("auto", "k", True), ("extractive", "k", False), ("groq", "k", True)],
)
def test_the_key_chooses_the_model_unless_one_is_named(model: str, key: str, groq: bool) -> None:
    """`auto` means Groq if a key is set; other values override that."""
    settings = read_settings({"QUOTH_LANGUAGE_MODEL": model, "GROQ_API_KEY": key}, NO_FILE)
    assert (settings.effective_language_model == "groq") is groq
    assert bool(settings.chat_model) is groq


OPENAI = {"QUOTH_LANGUAGE_MODEL": "openai", "QUOTH_OPENAI_MODEL": "a-model"}


def test_a_server_of_the_openai_protocol_needs_a_model_and_an_address_or_a_key() -> None:
    """A local server needs no key, OpenAI does; an address needs its scheme."""
    local = {**OPENAI, "OPENAI_BASE_URL": "http://localhost:11434/v1"}
    settings = read_settings(local, NO_FILE)
    assert (settings.chat_model, settings.answer_timeout_seconds) == ("a-model", 120)
    assert read_settings({**OPENAI, "OPENAI_API_KEY": "k"}, NO_FILE).openai_base_url
    with pytest.raises(Misconfigured, match="OPENAI_API_KEY"):
        read_settings(OPENAI, NO_FILE)
    with pytest.raises(Misconfigured, match="QUOTH_OPENAI_MODEL"):
        read_settings({**local, "QUOTH_OPENAI_MODEL": ""}, NO_FILE)
    with pytest.raises(Misconfigured, match="OPENAI_BASE_URL cannot be 'localhost:1/v1'"):
        read_settings({**OPENAI, "OPENAI_BASE_URL": "localhost:1/v1"}, NO_FILE)
    # meant for other programs, as long as no such server is chosen
    assert read_settings({"OPENAI_BASE_URL": "localhost:1"}, NO_FILE).chat_model == ""


def test_anthropic_needs_a_model_and_a_key() -> None:
    """Without either, the settings name both."""
    with pytest.raises(Misconfigured) as caught:
        read_settings({"QUOTH_LANGUAGE_MODEL": "anthropic"}, NO_FILE)
    assert "QUOTH_ANTHROPIC_MODEL" in caught.value.message
    assert "ANTHROPIC_API_KEY" in caught.value.message


def test_a_local_model_is_a_file_or_the_bundled_one(tmp_path: Path) -> None:
    """The name of the model is that of its file."""
    settings = read_settings({"QUOTH_LANGUAGE_MODEL": "local"}, NO_FILE)
    assert (settings.local_model, settings.chat_model) == (None, "SmolLM2-135M-Instruct")
    file = tmp_path / "Qwen3-4B.gguf"
    settings = read_settings(
        {"QUOTH_LANGUAGE_MODEL": "local", "QUOTH_LOCAL_MODEL": str(file)}, NO_FILE
    )
    assert (settings.local_model, settings.chat_model) == (file, "Qwen3-4B")


def test_secrets_are_not_shown() -> None:
    """The repr of the settings contains neither the keys nor the database's password."""
    settings = Settings(
        groq_api_key="gsk_secret",
        openai_api_key="sk-secret",
        anthropic_api_key="sk-secret",
        database_url="postgresql://u:secret@h/d",
    )
    assert "secret" not in repr(settings)


def test_every_setting_is_documented() -> None:
    """docs/settings.md lists every setting and no other."""
    page = DOCUMENTED.read_text()
    fields = set(Settings.__dataclass_fields__) - set(VENDOR_NAMES)
    names = {f"QUOTH_{name.upper()}" for name in fields} | set(VENDOR_NAMES.values())
    documented = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert documented == names


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("openai-compatible", "openai"),
        ("ollama", "openai"),
        ("anthropic", "anthropic"),
        ("local-model", "local"),
    ],
)
def test_the_settings_of_a_page_can_be_used(page: str, kind: str) -> None:
    """What docs/integrations writes about a model is accepted as it stands."""
    text = (DOCUMENTED.parent / "integrations" / f"{page}.md").read_text()
    written = dict(re.findall(r"\b((?:QUOTH|OPENAI|ANTHROPIC)_[A-Z_]+)=([^\s`]+)", text))
    settings = read_settings({**written, "QUOTH_LANGUAGE_MODEL": kind}, NO_FILE)
    assert f"QUOTH_LANGUAGE_MODEL={kind}" in text
    assert settings.chat_model


def test_hosts_are_read_as_a_list() -> None:
    """QUOTH_ALLOWED_HOSTS is a list of names, and an address with a scheme is refused."""
    read = read_settings({"QUOTH_ALLOWED_HOSTS": "docs.example, .Team.example"}, Path("none"))
    assert read.allowed_hosts == ("docs.example", ".team.example")
    with pytest.raises(Misconfigured, match=r"ALLOWED_HOSTS cannot be 'https:.+ no host"):
        read_settings({"QUOTH_ALLOWED_HOSTS": "https://docs.example"}, Path("none"))


def test_groups_are_let_into_workspaces() -> None:
    """The name of a group may have marks in it, and an issuer on this machine needs no TLS."""
    settings = read_settings(
        {
            "QUOTH_OIDC_ISSUER": "http://localhost:9400",
            "QUOTH_OIDC_CLIENT_ID": "quoth",
            "QUOTH_OIDC_GROUPS": "/org=a/staff = Default:reader, admins=legal:admin,",
        },
        NO_FILE,
    )
    assert settings.oidc_groups == (
        GroupRule("/org=a/staff", "default", Role.READER),
        GroupRule("admins", "legal", Role.ADMIN),
    )


def test_every_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    """`…_FILE` names the file of a secret; a secret that stands in both places is refused."""
    file = tmp_path / "secret"
    file.write_text("valkey://a-file.of.32.characters\n")  # as the checks of two secrets want it
    named = {VENDOR_NAMES.get(name, f"QUOTH_{name.upper()}"): name for name in SECRETS}
    assert {"GROQ_API_KEY", "QUOTH_DATABASE_URL", "OTEL_EXPORTER_OTLP_HEADERS"} <= named.keys()
    settings = read_settings({f"{variable}_FILE": str(file) for variable in named}, NO_FILE)
    assert {getattr(settings, name) for name in SECRETS} == {"valkey://a-file.of.32.characters"}
    assert "a-file" not in repr(settings)
    both = {"GROQ_API_KEY": "one", "GROQ_API_KEY_FILE": str(file)}
    with pytest.raises(Misconfigured, match="both set"):
        read_settings(both, NO_FILE)


def test_lists_of_networks_and_origins_are_read() -> None:
    """Proxies are addresses and networks; origins are written as browsers write them."""
    settings = read_settings(
        {
            "QUOTH_TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "QUOTH_CORS_ORIGINS": "https://App.example:443, http://localhost:3000/",
        },
        NO_FILE,
    )
    assert [str(each) for each in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert settings.cors_origins == ("https://app.example", "http://localhost:3000")
