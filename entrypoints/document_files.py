"""Finds the documents in a folder."""

from pathlib import Path

from domain.documents.filenames import TEXT_SUFFIXES


def document_files(folder: Path) -> list[Path]:
    """Return the files of a supported type under a folder, sorted, without hidden ones."""
    return sorted(file for file in folder.rglob("*") if _is_document(folder, file))


def _is_document(folder: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in TEXT_SUFFIXES and not hidden and file.is_file()
