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

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""How Llama 3 divides a text before it looks for tokens."""


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
    """Return the tokenizer, made of the ranks of its tokens as tiktoken has them.

    A token may be merged of any two tokens that make it up: that of the lower ranks first. The
    library transformers does the same, and takes torch along.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors

    lines = _vocabulary().read_bytes().splitlines()
    ranks = {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, lines)}
    names = {token: _in_printable(token) for token in ranks}
    merges = [
        (names[first], names[second])
        for token in sorted(ranks, key=ranks.__getitem__)
        for first, second in sorted(
            (
                (token[:cut], token[cut:])
                for cut in range(1, len(token))
                if token[:cut] in ranks and token[cut:] in ranks
            ),
            key=lambda pair: (ranks[pair[0]], ranks[pair[1]]),
        )
    ]
    vocabulary = {names[token]: rank for token, rank in ranks.items()}
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, fuse_unk=False, ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def _in_printable(token: bytes) -> str:
    """Return bytes as the library writes them: each is a character that can be printed."""
    return "".join(map(_PRINTABLE.__getitem__, token))


def _printable() -> list[str]:
    own = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return [chr(byte if byte in own else next(others)) for byte in range(0x100)]


_PRINTABLE = _printable()


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
