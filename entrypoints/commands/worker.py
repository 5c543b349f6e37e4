"""quoth worker: process queued documents until a signal arrives."""

import asyncio
import signal

from rich.console import Console

from entrypoints.background_work import BackgroundWork


async def work(background: BackgroundWork, console: Console, places: int) -> int:
    """Work off the queue until SIGINT or SIGTERM, and return the exit status."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    background.start(hearing=False)
    console.print(f"Working off the queue, {places} documents at a time. Press Ctrl-C to stop.")
    await stop.wait()
    console.print("Stopping: what is being worked on is left to other workers.")
    await background.stop()
    return 0
