"""A llama.cpp server in a process of its own."""

import asyncio
import logging
import secrets
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path

from adapters.llama_cpp.serving import Order
from domain.errors import LanguageModelRejected

STOP_SECONDS = 5.0
END_SECONDS = 0.5  # until the end of a process is known, after its connections are lost

ILL_SUITED = (
    "llama.cpp cannot run on this processor, which lacks instructions that its package was built"
    " with. Set QUOTH_LANGUAGE_MODEL to another model, such as one on a server."
)

_ILLEGAL_INSTRUCTION = {-signal.SIGILL, 0xC000001D}  # on Windows, the code of the exception

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens, on this machine, and the key for it."""

    url: str
    key: str


class LlamaCppServer:
    """Starts on demand, and again if its process has ended.

    The process ends with this one, however this one ends.

    Args:
        model: The GGUF file.
        window: The context window, in tokens.
    """

    def __init__(self, model: Path, window: int) -> None:
        self.name = model.stem
        self._model = model
        self._window = window
        self._process: Process | None = None
        self._started: asyncio.Task[Address] | None = None
        self._turn = asyncio.Lock()

    async def has_ended(self) -> bool:
        """Return whether the process has ended by itself, or does so within a moment.

        Raises:
            LanguageModelRejected: If it ended because the processor cannot run it.
        """
        if self._process is None:
            return False
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._process.wait()
        except TimeoutError:
            return False
        _require_suited(self._process)
        return True

    async def start(self) -> Address:
        """Return where the server listens, once the model is loaded.

        A caller that no longer waits does not stop the loading: the next one needs the model too.

        Raises:
            LanguageModelRejected: If llama.cpp cannot load the model, or not run at all.
        """
        async with self._turn:
            if self._started is None or (self._started.done() and self._is_down()):
                await self._end_process()
                self._started = asyncio.create_task(self._start(), name="llama.cpp")
                self._started.add_done_callback(lambda task: task.cancelled() or task.exception())
            started = self._started
        return await asyncio.shield(started)

    async def stop(self) -> None:
        """End the process, if there is one."""
        async with self._turn:
            if self._started is not None:
                self._started.cancel()
                await asyncio.wait([self._started])
                self._started = None
            await self._end_process()

    def _is_down(self) -> bool:
        return self._process is None or self._process.returncode is not None

    async def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _start(self) -> Address:
        key = secrets.token_urlsafe()
        order = Order(str(self._model), self.name, key, self._window)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", Order.__module__),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            start_new_session=True,  # Ctrl+C is for this process, which lets answers end first
        )
        self._process = process
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process has no pipes")
        process.stdin.write(order.line())
        url = (await process.stdout.readline()).decode().strip()
        if not url:
            await self._end_process()
            _require_suited(process)
            raise LanguageModelRejected(
                f"llama.cpp could not load {self._model.name}: it may be damaged, of a kind that is"
                " not known yet, or too large for the memory. Choose another file."
            )
        logger.info("llama.cpp serves %s", self.name)
        return Address(url, key)


def _require_suited(process: Process) -> None:
    """Raise if the processor met an instruction that it does not have, which ends a process."""
    if process.returncode in _ILLEGAL_INSTRUCTION:
        raise LanguageModelRejected(ILL_SUITED)
