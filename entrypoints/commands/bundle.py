"""quoth doctor --bundle: a report for whoever looks for a bug, without secrets and names."""

import getpass
import json
import platform
import re
import socket
import zipfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from importlib.metadata import distributions, version
from pathlib import Path

import msgspec

from domain.errors import Misconfigured
from entrypoints.commands.doctor import Finding
from entrypoints.models_file import configured_models
from entrypoints.served_models import served_models
from entrypoints.settings import PREFIX, VENDOR_NAMES, Settings

LOG_LINES = 2_000
SHORTEST_NAME = 3  # a shorter name of a user, a machine or a folder is part of too many words

_USER_INFO = re.compile(r"(?<=://)[^/\s@]+@")
_QUERY = re.compile(r"\?[^\s\"\\]+")

Redact = Callable[[str], str]


def write_bundle(path: Path, settings: Settings, findings: Sequence[Finding]) -> None:
    """Write the report as a ZIP file of text: the findings, the settings, the versions, the log.

    Args:
        path: The file; it must not exist.
        settings: The settings. Of those that are secret, only whether they are set is written.
        findings: What the checks found.

    Raises:
        Misconfigured: If the file exists or cannot be written.
    """
    redact = redaction(settings)
    report = {
        "quoth": version("quoth"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "findings": msgspec.to_builtins(findings),
        "settings": _described(settings),
        "packages": dict(sorted({each.name: each.version for each in distributions()}.items())),
    }
    try:
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("report.json", redact(json.dumps(report, indent=1)))
            bundle.writestr("quoth.log", redact(_last_lines(settings.log_file)))
    except FileExistsError as exc:
        raise Misconfigured(f"{path} exists: name another file. Nothing was written.") from exc
    except OSError as exc:
        raise Misconfigured(f"{path} cannot be written ({exc.strerror}): name another.") from exc


def redaction(settings: Settings) -> Redact:
    """Return a function that removes secrets, names of people and machines, and queries.

    Raises:
        Misconfigured: If the models file has a mistake.
    """
    names = {name: word for name, word in _names() if len(name) >= SHORTEST_NAME}
    names |= {secret: "[secret]" for secret in _secrets(settings) if secret}
    # the longest first: a folder of the user contains the user's name
    known = re.compile("|".join(re.escape(each) for each in sorted(names, key=len, reverse=True)))

    def redact(text: str) -> str:
        text = known.sub(lambda match: names[match[0]], text)
        return _QUERY.sub("?[query]", _USER_INFO.sub("[user]@", text))

    return redact


def _secrets(settings: Settings) -> Iterator[str]:
    """Yield all secrets: of settings, and the keys that the models file names."""
    for each in fields(Settings):
        if not each.repr:
            yield str(getattr(settings, each.name) or "")
    for entry in configured_models(settings).entries:
        yield entry.api_key
    served = served_models(settings)
    for table in (*served.embedding.values(), *served.reranking.values()):
        yield table["api_key"]


def _names() -> Iterator[tuple[str, str]]:
    """Yield what people and machines are called, with the word for it."""
    yield socket.gethostname(), "[machine]"
    # a container may run under an id that nobody has, without a name and a folder
    with suppress(KeyError, OSError):
        yield getpass.getuser(), "[user]"
    with suppress(RuntimeError):
        yield str(Path.home()), "~"


def _described(settings: Settings) -> Mapping[str, str]:
    """Return the settings that differ from their defaults, by their variables."""
    defaults = Settings()
    described = {}
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if value != getattr(defaults, field.name):
            variable = VENDOR_NAMES.get(field.name, PREFIX + field.name.upper())
            described[variable] = str(value) if field.repr else "[secret]"
    return described


def _last_lines(log_file: Path) -> str:
    try:
        with log_file.open(encoding="utf-8", errors="replace") as lines:
            return "".join(deque(lines, LOG_LINES))
    except FileNotFoundError:
        return ""
