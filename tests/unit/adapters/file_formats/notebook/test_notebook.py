"""Reading Jupyter notebooks."""

import json
from pathlib import Path

import pytest

from adapters.file_formats.notebook.reader import read
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileDamaged, FileEmpty, UnsupportedFileType


def read_notebook(notebook: object, folder: Path) -> ExtractedText:
    path = folder / "a.ipynb"
    path.write_text(notebook if isinstance(notebook, str) else json.dumps(notebook))
    return read(SourceFile(path, "a.ipynb"))


def test_cells_are_read_in_their_order(tmp_path: Path) -> None:
    """Text stays as it is, code has its language, outputs and errors are text."""
    cells = [
        {"cell_type": "markdown", "source": ["# Load\n", "\n", "Read the *data*."]},
        {
            "cell_type": "code",
            "source": "# a comment\nload()",
            "outputs": [
                {"output_type": "execute_result", "data": {"text/plain": ["12 rows"]}},
                {"output_type": "error", "ename": "ValueError", "evalue": "no data"},
            ],
        },
        {"cell_type": "raw", "source": "As it is."},
    ]
    notebook = {"cells": cells, "metadata": {"language_info": {"name": "R"}}, "nbformat": 4}
    assert read_notebook(notebook, tmp_path).text == (
        "# Load\n\nRead the *data*.\n\n```r\n# a comment\nload()\n```\n\n"
        "```text\n12 rows\nValueError: no data\n```\n\nAs it is.\n"
    )


def test_the_third_version_is_read(tmp_path: Path) -> None:
    """Its cells stand in worksheets, and headings are cells."""
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Load"},
        {"cell_type": "code", "input": ["x = 1"], "language": "python", "outputs": [{"text": "1"}]},
    ]
    notebook = {"worksheets": [{"cells": cells}], "nbformat": 3}
    assert read_notebook(notebook, tmp_path).text == (
        "## Load\n\n```python\nx = 1\n```\n\n```text\n1\n```\n"
    )


def test_long_outputs_are_cut_and_named(tmp_path: Path) -> None:
    """A note says so; pictures are counted, too."""
    outputs = [{"text": "a line\n" * 1000}, {"data": {"image/png": "x"}}]
    cells = [{"cell_type": "code", "source": "run()", "outputs": outputs}]
    extracted = read_notebook({"cells": cells}, tmp_path)
    assert len(extracted.text) < 4_100
    assert extracted.notes == (
        "The end of a long output was left out, after 4,000 characters.",
        "1 picture was left out of the outputs.",
    )


def test_code_with_fences_in_it_has_longer_ones(tmp_path: Path) -> None:
    """The code ends where its cell ends."""
    cells = [{"cell_type": "code", "source": '"""\n```\nx\n```\n"""'}]
    text = read_notebook({"cells": cells}, tmp_path).text
    assert text.startswith("````python\n")
    assert text.endswith("\n````\n")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", FileEmpty),
        ('{"cells": []}', FileEmpty),
        ('{"cells": [', FileDamaged),
        ('{"a": 1}', UnsupportedFileType),
        ("[1]", UnsupportedFileType),
    ],
)
def test_no_notebook_is_refused(content: str, error: type[Exception], tmp_path: Path) -> None:
    """The error tells an empty notebook from a damaged file and from other JSON."""
    with pytest.raises(error):
        read_notebook(content, tmp_path)


@pytest.mark.parametrize(
    "cell", [{}, {"source": 5}, {"cell_type": "code", "outputs": 3}, {"source": [None]}]
)
def test_odd_cells_are_passed_over(cell: object, tmp_path: Path) -> None:
    """What is not as the format says does not fail the others."""
    cells = [cell, {"cell_type": "markdown", "source": "Text."}, None]
    assert read_notebook({"cells": cells, "metadata": []}, tmp_path).text == "Text.\n"
