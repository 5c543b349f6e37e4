"""What a reader returned, with every character that can be stored."""

import re
from collections.abc import Mapping
from dataclasses import replace

from domain.documents.document import ExtractedText
from domain.documents.metadata import Metadata

# A damaged file may have them anywhere. Each is replaced by one character: places stay as they are.
_UNSTORABLE = re.compile("[\0\r\ud800-\udfff]")


def cleaned(extracted: ExtractedText) -> ExtractedText:
    r"""Return the text and what belongs to it without NUL, `\r` and lone surrogates."""
    parts = extracted.parts
    if any(part.name and _UNSTORABLE.search(part.name) for part in parts):
        parts = tuple(replace(part, name=part.name and _clean(part.name)) for part in parts)
    return replace(
        extracted,
        text=_clean(extracted.text),
        title=extracted.title and _clean(extracted.title),
        notes=tuple(map(_clean, extracted.notes)),
        metadata=_clean_metadata(extracted.metadata),
        parts=parts,
    )


def _clean_metadata(metadata: Metadata) -> Mapping[str, str | tuple[str, ...]]:
    return {
        _clean(name): _clean(value) if isinstance(value, str) else tuple(map(_clean, value))
        for name, value in metadata.items()
    }


def _clean(text: str) -> str:
    return _UNSTORABLE.sub(lambda found: "\n" if found[0] == "\r" else "\ufffd", text)
