"""What the reader of every format does with damaged files: a text or a reason, never a crash."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.file_formats.registry import FORMATS, READER_MODULES, RegisteredFormat
from adapters.file_formats.sandbox.limits import Limits
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandbox.tasks import Task
from tests.support import damaged_files
from tests.support.sample_files import sample_files

SAMPLES = {sample.media_type: sample for sample in sample_files()}
READ_EACH = Task(damaged_files.__name__, "read_each", list[str], Limits(cpu_seconds=60))

every_format = pytest.mark.parametrize(
    "entry", FORMATS, ids=[entry.format.name for entry in FORMATS]
)


@pytest.fixture(scope="module")
def processes() -> Iterator[ParserProcesses]:
    parsers = ParserProcesses([*READER_MODULES, damaged_files.__name__])
    yield parsers
    asyncio.run(parsers.close())


@every_format
async def test_a_damaged_file_gives_a_text_or_a_reason(
    entry: RegisteredFormat, processes: ParserProcesses, tmp_path: Path
) -> None:
    """Files that are cut short, have wrong bytes, or lack pieces never end the process."""
    sample = SAMPLES[entry.format.media_type]
    for number, content in enumerate(damaged_files.damaged(sample.content)):
        (tmp_path / f"{number:03}").write_bytes(content)
    assert await processes.run(READ_EACH, str(tmp_path), sample.filename) == []


@every_format
async def test_a_file_of_another_format_gives_a_text_or_a_reason(
    entry: RegisteredFormat, processes: ParserProcesses, tmp_path: Path
) -> None:
    """Every sample under the name of every format is read as what it is, or refused."""
    for number, sample in enumerate(SAMPLES.values()):
        (tmp_path / f"{number:03}").write_bytes(sample.content)
    (tmp_path / "zeros").write_bytes(bytes(1000))
    (tmp_path / "blank").write_bytes(b" \n" * 100)
    assert await processes.run(READ_EACH, str(tmp_path), f"a{entry.format.suffixes[0]}") == []
