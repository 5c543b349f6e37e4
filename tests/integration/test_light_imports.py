"""The library of the models without scikit-learn."""

import subprocess
import sys

from tests.e2e.command import ROOT

PROGRAM = """
import sys
from adapters.hugging_face.light_imports import import_light
import_light()
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.util import similarity
assert "sklearn" not in sys.modules
print(similarity.pairwise_distances([[0, 0]], [[1, 2]], metric="manhattan").tolist())
import sklearn.metrics
print(sklearn.metrics.accuracy_score([1], [1]))
"""


def test_scikit_learn_is_imported_when_it_is_used() -> None:
    """The function that the library imports works, and other code gets the real modules."""
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.splitlines() == ["[[3.0]]", "1.0"], result.stderr
