"""What the reader of every format does with a good file."""

import asyncio
import dataclasses
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.file_formats.read_file import read_file
from adapters.file_formats.registry import FORMATS, READER_MODULES, RegisteredFormat
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandboxed_text_extractor import SandboxedTextExtractor
from application.ports.text_extractor import TextExtractor
from domain.documents.document import ExtractedText
from domain.errors import FileEmpty, UnsupportedFileType
from tests.fakes.text_extractor import DirectTextExtractor
from tests.support.sample_files import SampleFile, sample_files
from tests.support.uploads import an_upload

SAMPLES = {sample.media_type: sample for sample in sample_files()}

every_format = pytest.mark.parametrize(
    "entry", FORMATS, ids=[entry.format.name for entry in FORMATS]
)


@pytest.fixture(params=["in a process", "direct"], scope="module")
def extractor(request: pytest.FixtureRequest) -> Iterator[TextExtractor]:
    """Every implementation of the port. The processes start once for this module."""
    if request.param == "direct":
        yield DirectTextExtractor()
        return
    processes = ParserProcesses(READER_MODULES)
    yield SandboxedTextExtractor(processes)
    asyncio.run(processes.close())


def read(sample: SampleFile, folder: Path, filename: str | None = None) -> ExtractedText:
    (folder / "file").write_bytes(sample.content)
    return read_file(str(folder / "file"), sample.filename if filename is None else filename)


def test_every_format_has_a_sample_and_endings_of_its_own() -> None:
    """The registry and the samples list the same formats, and no ending is listed twice."""
    assert sorted(SAMPLES) == sorted(entry.format.media_type for entry in FORMATS)
    suffixes = [suffix for entry in FORMATS for suffix in entry.format.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert all(
        SAMPLES[entry.format.media_type].filename.endswith(entry.format.suffixes)
        for entry in FORMATS
    )


@every_format
def test_a_sample_reads_back_its_text(entry: RegisteredFormat, tmp_path: Path) -> None:
    """The text has the pieces of the sample in their order, and nothing that is hidden."""
    sample = SAMPLES[entry.format.media_type]
    extracted = read(sample, tmp_path)
    assert extracted.media_type == sample.media_type
    place = 0
    for piece in sample.reads:
        place = extracted.text.find(piece, place)
        assert place >= 0, f"{piece!r} is missing or out of order in:\n{extracted.text}"
        place += len(piece)
    for piece in sample.hidden:
        assert piece not in extracted.text


@every_format
def test_a_text_can_be_stored(entry: RegisteredFormat, tmp_path: Path) -> None:
    r"""The text has no NUL, no lone surrogate and no line end but \n; notes are sentences."""
    extracted = read(SAMPLES[entry.format.media_type], tmp_path)
    assert extracted.text.strip()
    assert not {"\0", "\r", "\ufffe", "\x0c"} & set(extracted.text)
    extracted.text.encode()
    assert all(note.strip().endswith(".") for note in extracted.notes)


@every_format
def test_tables_are_whole(entry: RegisteredFormat, tmp_path: Path) -> None:
    """Below the header of a table is its rule, and each row has as many cells as the header."""
    text = read(SAMPLES[entry.format.media_type], tmp_path).text
    for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        header, rule, *rows = table.splitlines()
        assert re.fullmatch(r"\|(?: --- \|)+", rule)
        assert {cells_of(row) for row in (rule, *rows)} == {cells_of(header)}


def cells_of(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row)) - 1


@every_format
def test_parts_lie_in_the_text_in_order(entry: RegisteredFormat, tmp_path: Path) -> None:
    """Parts ascend within the text, and their runs within them, without overlaps."""
    sample = SAMPLES[entry.format.media_type]
    extracted = read(sample, tmp_path)
    found = extracted.parts
    assert tuple((part.kind, part.number) for part in found) == sample.parts
    borders = [*(part.start for part in found), len(extracted.text)]
    for part, end in zip(found, borders[1:], strict=True):
        assert 0 <= part.start <= end
        runs = [(part.start + run.start, part.start + run.start + run.length) for run in part.runs]
        assert all(start < stop <= end for start, stop in runs)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(runs))


@every_format
def test_content_tells_the_format(entry: RegisteredFormat, tmp_path: Path) -> None:
    """A format with a sign that decides is read under any name, and a note says so."""
    if entry.sign is None or not entry.sign.decides:
        pytest.skip("a text format: its name decides")
    sample = SAMPLES[entry.format.media_type]
    expected = read(sample, tmp_path)
    for name in ("file", "file.txt", "file.pdf", "file.docx"):
        found = read(sample, tmp_path, name)
        assert (found.text, found.media_type) == (expected.text, sample.media_type)
        if name.endswith((".txt", ".docx")) and not name.endswith(entry.format.suffixes):
            assert entry.format.name in found.notes[0]


@every_format
async def test_both_ways_of_extracting_agree(
    entry: RegisteredFormat, extractor: TextExtractor, tmp_path: Path
) -> None:
    """What comes back from a process is what its reader returned."""
    sample = SAMPLES[entry.format.media_type]
    upload = an_upload(sample.filename, sample.content)
    extracted = await extractor.extract(upload)
    assert await extractor.recognise(upload) == extracted.media_type
    assert dataclasses.asdict(extracted) == dataclasses.asdict(read(sample, tmp_path))


@every_format
async def test_an_empty_file_is_refused(entry: RegisteredFormat, extractor: TextExtractor) -> None:
    """A file without bytes is empty, whatever its name."""
    with pytest.raises(FileEmpty):
        await extractor.extract(an_upload(f"a{entry.format.suffixes[0]}", b""))
    with pytest.raises(FileEmpty):
        await extractor.recognise(an_upload(f"a{entry.format.suffixes[0]}", b""))


async def test_the_extractor_lists_what_it_reads(extractor: TextExtractor) -> None:
    """The formats are those of the registry, in its order, and files can be read."""
    assert extractor.formats == tuple(entry.format for entry in FORMATS)
    await extractor.check()


async def test_another_format_is_refused_by_name(extractor: TextExtractor) -> None:
    """The error names what was found and every format that is read."""
    picture = an_upload("report.txt", b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(UnsupportedFileType, match="is a PNG image"):
        await extractor.recognise(picture)
    with pytest.raises(UnsupportedFileType, match="is a PNG image") as refused:
        await extractor.extract(picture)
    assert all(each.name in refused.value.message for each in extractor.formats)
