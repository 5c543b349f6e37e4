"""A llama.cpp server without llama.cpp."""

from pathlib import Path

from adapters.llama_cpp.llama_cpp_server import Address, LlamaCppServer


class RunningLlamaCpp(LlamaCppServer):
    """Has always started, and never ends: behind its address is whatever speaks its protocol."""

    def __init__(self, name: str, address: Address) -> None:
        super().__init__(Path(name), window=512)
        self.name = name
        self._address = address

    async def has_ended(self) -> bool:
        """Return that it has not."""
        return False

    async def start(self) -> Address:
        """Return the address."""
        return self._address

    async def stop(self) -> None:
        """Do nothing: there is no process."""
