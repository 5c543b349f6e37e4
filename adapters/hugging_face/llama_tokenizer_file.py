"""Loads the tokenizer of Llama 3 from the vocabulary installed with Quoth. Blocking."""

import base64
import logging
import os
import tempfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

logger = logging.getLogger(__name__)


def load_llama_tokenizer(cache_dir: Path) -> "Tokenizer":
    """Return the tokenizer from the cache; if it is missing or corrupt, convert and cache it.

    Raises:
        FileNotFoundError: If the vocabulary is not installed.
    """
    from tokenizers import Tokenizer

    path = _kept_in(cache_dir)
    try:
        return Tokenizer.from_file(str(path))
    except Exception:  # noqa: BLE001 - the library raises bare Exceptions
        logger.info("converting the Llama 3 tokenizer; this is done once")
    tokenizer = _converted()
    try:
        _write(path, tokenizer.to_str())
    except OSError as exc:
        logger.warning(
            "the converted tokenizer could not be kept, so each start is slower: %s", exc
        )
    return tokenizer


def _kept_in(cache_dir: Path) -> Path:
    # the version and the size in the name tie the file to the vocabulary that it was made from
    size = _vocabulary().stat().st_size
    return cache_dir / f"llama-3-{metadata.version('llama-models')}-{size}.tokenizer.json"


def _vocabulary() -> Path:
    # not imported: the package would import the dependencies of its models
    spec = find_spec("llama_models")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package llama-models is not installed")
    return Path(spec.submodule_search_locations[0]) / "llama3" / "tokenizer.model"


def _converted() -> "Tokenizer":
    from transformers.convert_slow_tokenizer import TikTokenConverter

    class Converter(TikTokenConverter):
        @staticmethod
        def load_tiktoken_bpe(tiktoken_url: str) -> dict[bytes, int]:
            # the original reads through a cache that every user of the machine can write to
            lines = Path(tiktoken_url).read_bytes().splitlines()
            return {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, lines)}

    converter = Converter(vocab_file=str(_vocabulary()))  # type: ignore[no-untyped-call]  # unannotated there
    return converter.converted()


def _write(path: Path, text: str) -> None:
    """Write the file atomically: readers see all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
