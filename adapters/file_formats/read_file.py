"""Reads a file of any format: what a parser process does."""

import importlib
from dataclasses import replace
from pathlib import Path

from adapters.file_formats.cleaning import cleaned
from adapters.file_formats.reader import Reader, SourceFile
from adapters.file_formats.recognition import recognise
from adapters.file_formats.signs import Content
from domain.documents.document import ExtractedText
from domain.errors import FileEmpty


def media_type_of(path: str, filename: str) -> str:
    """Return what the content of a file is, without reading all of it.

    Raises:
        InvalidInput: If it is of no format that is read, or has no bytes.
    """
    return recognise(Content(Path(path)), filename).entry.format.media_type


def read_file(path: str, filename: str) -> ExtractedText:
    """Return the text of a file, read by the reader of its format.

    Raises:
        InvalidInput: If it is of no format that is read, or cannot be read.
    """
    file = SourceFile(Path(path), filename)
    recognised = recognise(Content(file.path), filename)
    read: Reader = importlib.import_module(recognised.entry.reader).read
    extracted = cleaned(read(file))
    if not extracted.text.strip():
        raise FileEmpty
    notes = (recognised.note, *extracted.notes) if recognised.note else extracted.notes
    return replace(extracted, notes=notes, media_type=recognised.entry.format.media_type)
