"""A Jupyter notebook."""

import json

from tests.support.sample_files import SampleFile

CELLS = [
    {"cell_type": "markdown", "source": ["# Nests\n", "The heron nests in the mill."]},
    {
        "cell_type": "code",
        "source": "print(2 * 6)",
        "outputs": [
            {"output_type": "stream", "text": ["\x1b[1m12\x1b[0m nests\n"]},
            {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}},
        ],
    },
]


def sample() -> SampleFile:
    """Return a notebook with a text, code, an output and a picture."""
    notebook = {"cells": CELLS, "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4}
    return SampleFile(
        media_type="application/x-ipynb+json",
        filename="nests.ipynb",
        content=json.dumps(notebook).encode(),
        reads=(
            "# Nests",
            "The heron nests in the mill.",
            "```python",
            "print(2 * 6)",
            "```text",
            "12 nests",
        ),
        hidden=("iVBORw0KGgo", "\x1b"),
    )
