"""Tokenizes text with a fast tokenizer of the Hugging Face libraries."""

import asyncio
import re
import threading
from array import array
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, overload

from adapters.hugging_face.hub import load_local_first, quiet_libraries
from adapters.hugging_face.llama_tokenizer_file import load_llama_tokenizer
from application.ports.tokenizer import Tokenizer
from domain.documents.chunks import TokenSpans
from domain.errors import Misconfigured

if TYPE_CHECKING:
    from tokenizers import Tokenizer as Backend

# Texts are tokenized in blocks, a job each, so that texts take turns. Converting the offsets of one
# block blocks the event loop for 10 ms; for 5 MB in one block it took 0.5 s and 1 GB of memory.
BLOCK_CHARACTERS = 100_000
LONGEST_BLOCK = 2 * BLOCK_CHARACTERS

# No token of Llama 3, or of any tokenizer that splits words at white space, crosses these
# boundaries: a line, or in a long line a word.
_BOUNDARIES = (re.compile(r"\n(?=\S)"), re.compile(r"\S(?= \S)"))


class HuggingFaceTokenizer(Tokenizer):
    """Counts and locates tokens. The names of special tokens in a text are treated as plain text.

    Documents and counts have a thread each, so that a question never waits for an upload. In each,
    texts take turns: a short one waits for a block of a long one, and not for all of it.
    """

    def __init__(self, model: str = "", *, cache_dir: Path) -> None:
        """Configure the tokenizer. It is loaded by `load` or on first use.

        Args:
            model: A directory or a name on the Hugging Face hub. Empty means the bundled tokenizer
                of Llama 3, which needs no network.
            cache_dir: The directory for the converted file of the bundled tokenizer (17 MB), which
                is written once. If the directory is not writable, each start takes seconds longer.
        """
        self._name_or_path = model
        self._cache_dir = cache_dir
        self._backend: Backend | None = None
        self._loading = threading.Lock()
        self._documents = ThreadPoolExecutor(1, thread_name_prefix="tokenize-documents")
        self._counts = ThreadPoolExecutor(1, thread_name_prefix="count-tokens")

    async def load(self) -> None:
        """Load the tokenizer, off the event loop.

        Raises:
            Misconfigured: If the tokenizer does not exist, cannot be loaded or is not a fast one.
        """
        await asyncio.get_running_loop().run_in_executor(self._counts, self._loaded)

    async def token_spans(self, text: str) -> TokenSpans:
        """Return the span of each token in the text, in code points.

        Raises:
            Misconfigured: As `load`.
        """
        loop, blocks, bounds = asyncio.get_running_loop(), _blocks(text), array("I")
        while await loop.run_in_executor(self._documents, self._add_bounds, blocks, bounds):
            pass
        return PackedSpans(bounds)

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text.

        Raises:
            Misconfigured: As `load`.
        """
        blocks = ((n, block) for n, text in enumerate(texts) for _, block in _blocks(text))
        loop, counts = asyncio.get_running_loop(), [0] * len(texts)
        while await loop.run_in_executor(self._counts, self._add_counts, blocks, counts):
            pass
        return counts

    def close(self) -> None:
        """Accept no more jobs and cancel the waiting ones. A running one ends with its block."""
        self._documents.shutdown(wait=False, cancel_futures=True)
        self._counts.shutdown(wait=False, cancel_futures=True)

    def _add_bounds(self, blocks: Iterator[tuple[int, str]], bounds: "array[int]") -> bool:
        """Add the bounds of the tokens of the next block. Return whether there was one."""
        backend = self._loaded()
        for base, block in blocks:
            # a batch of one: unlike `encode`, `encode_batch` releases the GIL
            [encoding] = backend.encode_batch([block], add_special_tokens=False)
            bounds.extend(base + bound for span in encoding.offsets for bound in span)
            return True
        return False

    def _add_counts(self, blocks: Iterator[tuple[int, str]], counts: list[int]) -> bool:
        """Add the tokens of the next blocks, as many as make a whole one. Return if any is left."""
        backend = self._loaded()
        characters = 0
        for number, block in blocks:
            [encoding] = backend.encode_batch_fast([block], add_special_tokens=False)
            counts[number] += len(encoding)
            characters += len(block)
            if characters >= BLOCK_CHARACTERS:
                return True
        return False

    def _loaded(self) -> "Backend":
        with self._loading:
            if self._backend is None:
                self._backend = self._load()
            return self._backend

    def _load(self) -> "Backend":
        quiet_libraries()
        try:
            backend = (
                _pretrained(self._name_or_path)
                if self._name_or_path
                else load_llama_tokenizer(self._cache_dir)
            )
        except Exception as exc:
            raise Misconfigured(
                f'The tokenizer "{self._name_or_path or "Llama 3"}" could not be loaded:'
                " set QUOTH_TOKENIZER to a directory that holds a fast tokenizer, to the name of"
                " one that can be downloaded, or to nothing for Quoth's own."
            ) from exc
        backend.no_truncation()
        backend.no_padding()
        backend.encode_special_tokens = True  # as plain text
        return backend


class PackedSpans(Sequence[tuple[int, int]]):
    """(start, end) pairs of 8 bytes each; tuples would take twenty times the space of the text."""

    def __init__(self, bounds: "array[int]") -> None:
        """Wrap an array of alternating starts and ends."""
        self._bounds = bounds

    def __len__(self) -> int:
        """Return the number of spans."""
        return len(self._bounds) // 2

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[int, int]]: ...

    def __getitem__(self, index: int | slice) -> tuple[int, int] | Sequence[tuple[int, int]]:
        """Return a span, or a list of spans for a slice."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = range(len(self))[index]
        return self._bounds[2 * place], self._bounds[2 * place + 1]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the spans in order."""
        bounds = iter(self._bounds)
        return zip(bounds, bounds, strict=True)


def _pretrained(name_or_path: str) -> "Backend":
    from transformers import AutoTokenizer

    def load(local_files_only: bool) -> "Backend":
        tokenizer = AutoTokenizer.from_pretrained(name_or_path, local_files_only=local_files_only)
        backend: Backend = tokenizer.backend_tokenizer
        return backend

    return load_local_first(load, name_or_path)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield (start, block) for blocks of whole lines, or words, or else of any characters."""
    start = 0
    while start < len(text):
        least, most = start + BLOCK_CHARACTERS, start + LONGEST_BLOCK
        found = (boundary.search(text, least, most) for boundary in _BOUNDARIES)
        end = next((match.end() for match in found if match), most)
        yield start, text[start:end]
        start = min(end, len(text))
