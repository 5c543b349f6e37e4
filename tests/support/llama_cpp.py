"""Whether this machine can run llama.cpp, for the tests that do."""

import signal
import subprocess
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_PROBE = """
import os, sys
import httpx
from adapters.llama_cpp.serving import Order, serve

address = serve(Order(sys.argv[1], "probe", "a-key", 512))
httpx.post(
    f"{address}/v1/chat/completions",
    headers={"Authorization": "Bearer a-key"},
    json={"model": "probe", "messages": [{"role": "user", "content": "Well?"}], "max_tokens": 1},
)
os._exit(0)
"""


def skip_without_llama_cpp() -> None:
    """Skip the test, with the reason, where llama.cpp cannot run."""
    if reason := _why_not():
        pytest.skip(reason)


@cache
def _why_not() -> str | None:
    if find_spec("xllamacpp") is None:
        return "there is no wheel of llama.cpp for this machine"
    from tests.support.spoken_gguf import write_gguf

    with tempfile.TemporaryDirectory() as folder:
        model = write_gguf(Path(folder) / "probe.gguf", ["Yes."])
        ended = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", _PROBE, str(model)], cwd=ROOT, capture_output=True, check=False
        )
    if ended.returncode == -signal.SIGILL:
        return "this processor cannot run the wheel of llama.cpp"
    return None  # whatever else is wrong is for the tests to say
