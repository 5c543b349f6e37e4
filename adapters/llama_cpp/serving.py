"""The process of a llama.cpp server: `python -m adapters.llama_cpp.serving`.

The first line of its standard input says what to serve, as JSON. The process prints the address of
the server, or nothing if the model cannot be loaded, and ends when its standard input does: with
the process that started it, however that ends.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """What to serve.

    Attributes:
        model: The path of the GGUF file.
        alias: The name of the model.
        key: The API key that requests need.
        window: The context window, in tokens.
    """

    model: str
    alias: str
    key: str
    window: int

    def line(self) -> bytes:
        """Return the order as a line."""
        return json.dumps(asdict(self)).encode() + b"\n"


def serve(order: Order) -> str:
    """Load the model, serve it from threads of this process, and return the server's address.

    Raises:
        RuntimeError: If the model cannot be loaded.
    """
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = order.model
    params.model_alias = {order.alias}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [order.key]
    params.n_ctx = order.window
    params.n_parallel = 1  # on a CPU, answers one after the other are complete sooner
    params.cache_ram_mib = 0  # whole prompts are rarely the same, and would take gigabytes
    params.warmup = False  # the first question comes immediately
    params.fit_params = False  # takes a second, and there is nothing to fit on a CPU
    params.ui = False
    params.endpoint_metrics = True  # for whoever has the key: how much the model wrote
    params.verbosity = -1
    _SERVERS.append(xllamacpp.Server(params))
    address: str = _SERVERS[-1].listening_address
    return address


_SERVERS: list[Any] = []
"""Servers live as long as they are referred to."""


def main() -> None:
    """Serve until the standard input ends."""
    address = serve(Order(**json.loads(sys.stdin.buffer.readline())))
    sys.stdout.write(address + "\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()
    os._exit(0)  # nobody waits for the threads of the server


if __name__ == "__main__":
    main()
