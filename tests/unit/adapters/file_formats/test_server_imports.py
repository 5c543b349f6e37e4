"""What the server imports of the formats."""

import subprocess
import sys
from pathlib import Path

PARSERS = ("lxml", "pypdfium2", "trafilatura", "python_calamine", "rapidocr", "chardet", "yaml")
PROGRAM = f"""
import sys
import adapters.file_formats.sandboxed_page_highlighter
import adapters.file_formats.sandboxed_text_extractor
print(*[name for name in {PARSERS!r} if name in sys.modules])
"""


def test_the_server_imports_no_parser() -> None:
    """The adapters of the formats import none of the libraries that read files."""
    imported = subprocess.run(  # noqa: S603 - a program of our own
        [sys.executable, "-c", PROGRAM],
        cwd=Path(__file__).parents[4],
        capture_output=True,
        text=True,
        check=True,
    )
    assert imported.stdout.split() == []
