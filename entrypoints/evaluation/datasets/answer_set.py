"""Reads an answer set: cases.jsonl, documents, and which of them form a library."""

import hashlib
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from domain.documents.file_format import FileFormat
from domain.errors import Misconfigured
from entrypoints.document_files import document_files
from entrypoints.evaluation.cases import Case
from entrypoints.evaluation.datasets.dataset import CorpusDocument, spread
from entrypoints.evaluation.datasets.files import bad_line, read_bytes, read_text

CASES, LIBRARIES, DOCUMENTS = "cases.jsonl", "libraries.json", "docs"
_KIND = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Cases, and the libraries that they are about.

    Attributes:
        libraries: {name: the documents that are stored together when the library is asked}.
    """

    name: str
    libraries: Mapping[str, tuple[CorpusDocument, ...]] = field(repr=False)
    cases: tuple[Case, ...] = field(repr=False)

    @property
    def corpus_sha256(self) -> str:
        """A digest of the libraries with their documents, independent of their order."""
        digests = sorted(
            f"{name} {document.sha256}"
            for name, documents in self.libraries.items()
            for document in documents
        )
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()

    def sample(self, limit: int | None) -> tuple[Case, ...]:
        """Return at most `limit` cases, spread evenly over all of them."""
        return spread(self.cases, limit)


def is_answer_set(path: Path) -> bool:
    """Return whether a path is the folder of an answer set."""
    return (path / CASES).is_file()


def read_answer_set(folder: Path, formats: Sequence[FileFormat]) -> AnswerSet:
    """Read an answer set. Without libraries.json, the documents in docs/ are one library.

    Raises:
        Misconfigured: If a file is missing or malformed. The message names the file, and the line
            or the entry.
    """
    libraries = _read_libraries(folder, formats)
    path = folder / CASES
    cases: dict[str, Case] = {}
    # not splitlines(), which also splits at separators that JSON strings may contain
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            case = msgspec.json.decode(line, type=Case)
        except (msgspec.DecodeError, UnicodeError) as exc:
            raise bad_line(path, number, str(exc)) from exc
        if problem := _problem(case, libraries) or (case.id in cases and f"duplicate id {case.id}"):
            raise bad_line(path, number, problem)
        cases[case.id] = case
    if not cases:
        raise Misconfigured(f"{path} has no cases.")
    return AnswerSet(folder.resolve().name, libraries, tuple(cases.values()))


def _read_libraries(
    folder: Path, formats: Sequence[FileFormat]
) -> dict[str, tuple[CorpusDocument, ...]]:
    path = folder / LIBRARIES
    if path.exists():
        try:
            named = msgspec.json.decode(read_text(path), type=dict[str, list[str]])
        except (msgspec.DecodeError, UnicodeError) as exc:
            raise Misconfigured(f"{path} is malformed: {exc}.") from exc
    else:
        path = folder / DOCUMENTS
        named = {
            "": [each.relative_to(folder).as_posix() for each in document_files(path, formats)]
        }
    libraries = {
        name: tuple(
            CorpusDocument(each, Path(each).name, read_bytes(folder / each)) for each in paths
        )
        for name, paths in named.items()
    }
    if empty := [name for name, documents in libraries.items() if not documents]:
        raise Misconfigured(f"{path} has no documents{f' for {empty[0]}' if empty[0] else ''}.")
    return libraries


def _problem(case: Case, libraries: Container[str]) -> str:
    """Return what is wrong with a case, or nothing."""
    expect = case.expect
    strings = [*expect.shown, *expect.in_order, *expect.none_of]
    strings += [each for group in expect.any_of for each in group]
    content = expect.any_of or expect.shown or expect.in_order
    problems = {
        f"there is no library {case.library!r}": case.library not in libraries,
        f"the kind {case.kind!r} may have only a-z, 0-9 and _": not _KIND.fullmatch(case.kind),
        "there is no message": not case.messages,
        "a message is empty": not all(each.strip() for each in case.messages),
        "an expected string is empty": not all(expect.any_of)
        or not all(each.strip() for each in strings),
        "first needs any_of": expect.first and not expect.any_of,
        "an abstention has no content to expect": bool(expect.abstain and content),
        "nothing is expected": not msgspec.to_builtins(expect),
    }
    return next((problem for problem, is_so in problems.items() if is_so), "")
