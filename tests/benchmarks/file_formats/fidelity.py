"""How truly files are read: token F1 and order against their true text, format by format.

python -m tests.benchmarks.file_formats.fidelity FOLDER
python -m tests.benchmarks.file_formats.fidelity FOLDER --markitdown PYTHON

FOLDER has a folder for each format, with files in `sources` and the true text of each as Markdown
in `groundtruth`, under the file's name with `.md` behind it or in the place of its suffix. PYTHON
is a Python that can import MarkItDown, which then reads the same files.
"""

import argparse
import json
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapters.file_formats.read_file import read_file
from domain.errors import QuothError
from tests.benchmarks.__main__ import print_at_once
from tests.benchmarks.figures import machine
from tests.benchmarks.file_formats.token_overlap import f1, order, tokens

_MARKITDOWN = """
import json, sys, warnings
from markitdown import MarkItDown
warnings.simplefilter("ignore")
for line in sys.stdin:
    try:
        text = MarkItDown().convert(line.strip()).text_content
    except Exception:
        text = None
    print(json.dumps(text), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, read: its measures, 0 if it could not be read, and its seconds of CPU."""

    f1: float
    order: float
    seconds: float
    failure: str | None = None


def main() -> None:
    """Print a row for each format, then the files that read worst."""
    parser = argparse.ArgumentParser(description="Measure how truly files are read.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--markitdown", type=Path, metavar="PYTHON")
    parser.add_argument("--worst", type=int, default=0, help="also list so many files per format")
    arguments = parser.parse_args()
    print_at_once(f"{machine()}\n")
    print_at_once(
        "| format | files | F1 | order | failed | CPU s | MarkItDown F1 | order | failed |"
    )
    print_at_once("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for folder in sorted(arguments.folder.iterdir()):
        pairs = list(_pairs(folder))
        if not pairs:
            continue
        ours = _ours(pairs)
        theirs = _theirs(pairs, arguments.markitdown) if arguments.markitdown else []
        print_at_once(
            f"| {folder.name} | {len(pairs)} | {_cells(ours, seconds=True)} | {_cells(theirs)} |"
        )
        ranked = sorted(zip(ours, pairs, strict=True), key=lambda each: each[0].f1)
        for reading, (source, _) in ranked[: arguments.worst]:
            print_at_once(
                f"    {reading.f1:.3f} {reading.order:.3f} {source.name} {reading.failure or ''}"
            )


def _pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    for source in sorted((folder / "sources").glob("*")):
        truths = (folder / "groundtruth" / f"{name}.md" for name in (source.name, source.stem))
        if truth := next((path for path in truths if path.is_file()), None):
            yield source, truth


def _ours(pairs: list[tuple[Path, Path]]) -> list[Reading]:
    readings = []
    for source, truth in pairs:
        started = time.process_time()
        try:
            text, failure = read_file(str(source), source.name).text, None
        except QuothError as exc:
            text, failure = "", exc.message
        readings.append(_measured(text, truth, time.process_time() - started, failure))
    return readings


def _theirs(pairs: list[tuple[Path, Path]], python: Path) -> list[Reading]:
    files = "\n".join(str(source) for source, _ in pairs)
    done = subprocess.run(  # noqa: S603 - the interpreter that the caller names
        [python, "-c", _MARKITDOWN], input=files, capture_output=True, text=True, check=True
    )
    texts = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        _measured(text or "", truth, 0.0, "failed" if text is None else None)
        for text, (_, truth) in zip(texts, pairs, strict=True)
    ]


def _measured(text: str, truth: Path, seconds: float, failure: str | None) -> Reading:
    read, true = tokens(text), tokens(truth.read_text(encoding="utf-8"))
    return Reading(f1(read, true), order(read, true), seconds, failure)


def _cells(readings: list[Reading], *, seconds: bool = False) -> str:
    if not readings:
        return " |  | "
    failed = sum(reading.failure is not None for reading in readings)
    measures = [
        f"{statistics.fmean(reading.f1 for reading in readings):.3f}",
        f"{statistics.fmean(reading.order for reading in readings):.3f}",
        str(failed),
    ]
    if seconds:
        measures.append(f"{sum(reading.seconds for reading in readings):.1f}")
    return " | ".join(measures)


if __name__ == "__main__":
    main()
