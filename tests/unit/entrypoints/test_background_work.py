"""What a process does that nobody asked for in a request."""

import asyncio

import pytest

from application.identifiers import new_id
from application.ports.answer_signals import AnswerSignals
from entrypoints.background_work import BackgroundWork
from tests.fakes.wiring import Fakes, fake_container


@pytest.mark.parametrize("hearing", [True, False])
async def test_only_who_may_have_answers_hears_of_them(*, hearing: bool) -> None:
    """A worker leaves the signals of answers alone, and holds no connection for them."""
    fakes, answer_id = Fakes(), new_id()
    container = fake_container(fakes)
    work, signals = await container.get(BackgroundWork), await container.get(AnswerSignals)
    work.start(hearing=hearing)
    await asyncio.sleep(0)
    fakes.channel.send(stops=[answer_id])
    for _ in range(5):  # on fakes, nothing else holds it up
        await asyncio.sleep(0)
    assert set((await signals.wait(0.05)).stops) == (set() if hearing else {answer_id})
    await work.stop()
    await container.close()
