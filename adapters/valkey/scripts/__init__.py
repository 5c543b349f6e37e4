"""The Lua scripts of this folder. A server runs each as one step."""

import hashlib
from dataclasses import dataclass, field
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Script:
    """A script, and the hash by which a server that has run it knows it."""

    text: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        """Compute the hash."""
        sha = hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()
        object.__setattr__(self, "sha", sha)


def _read(name: str) -> Script:
    return Script(files("adapters.valkey.scripts").joinpath(name).read_text(encoding="utf-8"))


CACHE = _read("cache.lua")
COUNT_HIT = _read("count_hit.lua")
PROBE = _read("probe.lua")
