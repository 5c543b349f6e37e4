"""Reads source code, exactly as it is."""

from pathlib import PurePosixPath

from adapters.file_formats.markdown_code import fenced
from adapters.file_formats.plain_text.decoding import decode
from adapters.file_formats.reader import SourceFile
from adapters.file_formats.source_code.languages import LANGUAGE_OF, SETTINGS
from domain.documents.document import ExtractedText
from domain.errors import FileEmpty


def read(file: SourceFile) -> ExtractedText:
    r"""Return the code between fences, so that no line of it is taken for prose.

    Only line ends become `\n`. Settings stand without fences: they are read as keys with values.
    """
    decoded = decode(file.path.read_bytes())
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace("\ufeff", "").strip():
        raise FileEmpty
    suffix = PurePosixPath(file.filename.lower()).suffix
    if suffix in SETTINGS:
        return ExtractedText(text, decoded.notes)
    code = fenced(text.strip("\n"), LANGUAGE_OF.get(suffix, ""))
    return ExtractedText(f"{code}\n", decoded.notes)
