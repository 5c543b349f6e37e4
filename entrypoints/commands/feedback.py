"""quoth feedback export: what people said about answers, as an answer set for `quoth eval`."""

from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath
from uuid import UUID

import msgspec
from rich.console import Console

from domain.errors import Misconfigured
from entrypoints.commands.json_output import print_json
from entrypoints.commands.judged_cases import case_of, is_complete
from entrypoints.commands.terminal import print_line
from entrypoints.evaluation.cases import Case
from quoth import AsyncClient, JudgedAnswer, RequestRefused

CASES, DOCUMENTS, FEEDBACK = "cases.jsonl", "docs", "feedback.jsonl"


async def export_feedback(
    quoth: AsyncClient, folder: Path, console: Console, *, as_json: bool = False
) -> int:
    """Write an answer set with the documents that its answers draw on; return the exit status.

    Of several people who judged one answer, the last one counts. Beside the cases, the folder has
    everything that was said, with the answers.

    Raises:
        Misconfigured: If the folder is there already, or cannot be written.
    """
    _check_new(folder)
    said = [each async for each in _newest_of_each(quoth)]
    complete = [each for each in said if is_complete(each)]
    cases = [case for each in complete if (case := case_of(each)) is not None]
    if not cases:
        raise Misconfigured(
            "Nobody has judged an answer yet whose documents are still there: nothing was written."
        )
    sources = {
        each.document_id: each.filename
        for one in complete
        for each in one.answer.sources
        if not each.gone
    }
    part = folder.with_name(f".{folder.name}.part")
    try:
        (part / DOCUMENTS).mkdir(parents=True)
        for document_id, filename in sources.items():
            await _write_document(quoth, document_id, filename, part / DOCUMENTS)
        _write_lines(part / CASES, cases)
        _write_lines(part / FEEDBACK, said)
        part.rename(folder)
    except OSError as exc:
        raise Misconfigured(
            f"{folder} cannot be written: {exc.strerror or type(exc).__name__}. Remove {part} if"
            " it is there."
        ) from exc
    left_out = len(said) - len(cases)
    if as_json:
        print_json(console, {"target": str(folder), "cases": len(cases), "left_out": left_out})
        return 0
    print_line(console, f"Wrote {folder}: {len(cases):,} cases, {len(sources):,} documents.")
    if left_out:
        print_line(
            console,
            f"Left out {left_out:,} judged answers, whose documents were deleted, or of which"
            f" nothing can be expected. {FEEDBACK} has them.",
        )
    return 0


def _check_new(folder: Path) -> None:
    if folder.exists():
        raise Misconfigured(f"{folder} exists: nothing was written. Choose another name.")


async def _newest_of_each(quoth: AsyncClient) -> AsyncIterator[JudgedAnswer]:
    """Yield what was said last about each answer, newest first."""
    seen = set[UUID]()
    async for judged in quoth.ratings.list():
        if judged.message_id not in seen:
            seen.add(judged.message_id)
            yield judged


async def _write_document(
    quoth: AsyncClient, document_id: UUID, filename: str, folder: Path
) -> None:
    """Write a document as it was uploaded; its text, if the file is not stored."""
    # two documents may have one name
    target = folder / str(document_id) / PurePosixPath(filename).name
    target.parent.mkdir()
    try:
        target.write_bytes(await quoth.documents.original(document_id))
    except RequestRefused as exc:
        if exc.code != "original_not_found":
            raise
        text = await quoth.documents.content(document_id)
        target.with_name(f"{target.name}.md").write_text(text, encoding="utf-8")


def _write_lines(path: Path, rows: list[Case] | list[JudgedAnswer]) -> None:
    lines = b"".join(msgspec.json.encode(each) + b"\n" for each in rows)
    path.write_bytes(lines)
