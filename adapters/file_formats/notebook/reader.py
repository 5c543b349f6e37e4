"""Reads Jupyter notebooks: .ipynb, of the third and the fourth version of their format."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from adapters.file_formats.markdown_code import fenced
from adapters.file_formats.plain_text.decoding import decode
from adapters.file_formats.plain_text.readable_text import readable_text
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileDamaged, FileEmpty, FileTooComplex, UnsupportedFileType
from domain.text.storable import storable

_Json: TypeAlias = Mapping[str, Any]

_LONGEST_OUTPUT: Final = 4_000  # characters of a cell's outputs
_LANGUAGE: Final = "python"
_TERMINAL: Final = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_WORD: Final = re.compile(r"[\w+#.-]{1,30}")


def read(file: SourceFile) -> ExtractedText:
    """Return the cells in their order: text as it is, code and its outputs between fences."""
    decoded = decode(file.path.read_bytes())
    if not decoded.text.strip():
        raise FileEmpty
    notebook = _notebook(decoded.text)
    language = _language(notebook)
    cells = _Cells(language)
    for cell in _cells(notebook):
        cells.add(cell)
    text = readable_text(storable("\n\n".join(cells.blocks)), markdown=True)
    if not text.text.strip():
        raise FileEmpty("The notebook has no cell with a text, so nothing was stored.")
    notes = (*decoded.notes, *text.notes, *cells.notes())
    return ExtractedText(f"{text.text}\n", notes, text.metadata)


def _notebook(text: str) -> _Json:
    try:
        notebook = json.loads(text, strict=False)
    except json.JSONDecodeError as exc:
        raise FileDamaged(
            f"The notebook is no valid JSON: in line {exc.lineno:,}, column {exc.colno:,}:"
            f" {exc.msg}. Nothing was stored: save it again."
        ) from exc
    except RecursionError as exc:
        raise FileTooComplex from exc
    except ValueError as exc:  # a number with too many digits
        raise FileDamaged from exc
    if not isinstance(notebook, dict) or not ({"cells", "worksheets"} & notebook.keys()):
        raise UnsupportedFileType(
            "The content is JSON, and no Jupyter notebook, so nothing was stored: send it as .json."
        )
    return notebook


def _cells(notebook: _Json) -> Iterator[_Json]:
    """Yield the cells; up to the third version, they stand in worksheets."""
    sheets = [notebook, *_objects(notebook.get("worksheets"))]
    return (cell for sheet in sheets for cell in _objects(sheet.get("cells")))


def _language(notebook: _Json) -> str:
    metadata = _object(notebook.get("metadata"))
    for name, key in (("language_info", "name"), ("kernelspec", "language")):
        if language := _word(_object(metadata.get(name)).get(key)):
            return language
    return _LANGUAGE


class _Cells:
    """The cells as blocks of Markdown, and what was left out of them."""

    def __init__(self, language: str) -> None:
        self.blocks: list[str] = []
        self._language = language
        self._cut = 0
        self._pictures = 0

    def add(self, cell: _Json) -> None:
        """Add a cell."""
        kind = cell.get("cell_type")
        text = _text(cell.get("source", cell.get("input"))).strip("\n")
        if kind == "code":
            self._append(
                fenced(text, _word(cell.get("language")) or self._language) if text else ""
            )
            self._outputs(_objects(cell.get("outputs")))
        elif kind == "heading":
            level = cell.get("level")
            marks = "#" * (level if isinstance(level, int) and 0 < level <= 6 else 1)  # noqa: PLR2004
            self._append(f"{marks} {' '.join(text.split())}" if text.strip() else "")
        else:
            self._append(text)

    def notes(self) -> list[str]:
        """Return the notes on what was left out."""
        notes = []
        if self._cut:
            what = (
                "The end of a long output was"
                if self._cut == 1
                else (f"The ends of {self._cut:,} long outputs were")
            )
            notes.append(f"{what} left out, after {_LONGEST_OUTPUT:,} characters.")
        if self._pictures:
            what = "1 picture was" if self._pictures == 1 else f"{self._pictures:,} pictures were"
            notes.append(f"{what} left out of the outputs.")
        return notes

    def _outputs(self, outputs: Iterator[_Json]) -> None:
        texts = []
        for output in outputs:
            data = _object(output.get("data")) or output
            text = _text(data.get("text/plain") or data.get("text")) or _error(output)
            texts.append(_TERMINAL.sub("", text).strip("\n"))
            self._pictures += any(key.startswith("image/") or key in ("png", "svg") for key in data)
        text = "\n".join(filter(str.strip, texts))
        if len(text) > _LONGEST_OUTPUT:
            self._cut += 1
            end = text.rfind("\n", 0, _LONGEST_OUTPUT)
            text = text[: end if end > 0 else _LONGEST_OUTPUT]
        self._append(fenced(text, "text") if text.strip() else "")

    def _append(self, block: str) -> None:
        if block.strip():
            self.blocks.append(block)


def _error(output: _Json) -> str:
    name, value = output.get("ename"), output.get("evalue")
    return f"{name}: {value}" if isinstance(name, str) else ""


def _text(value: object) -> str:
    """Return a text, which may be a list of its lines, with one kind of line ends."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return re.sub(r"\r\n?", "\n", value) if isinstance(value, str) else ""


def _word(value: object) -> str:
    """Return the name of a language in lower case; empty if it is none."""
    return value.lower() if isinstance(value, str) and _WORD.fullmatch(value) else ""


def _object(value: object) -> _Json:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[_Json]:
    return (
        (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())
    )
