"""The reference in a separate process, so that its threads and memory do not affect Quoth."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any, ParamSpec, TypeVar

from adapters.hugging_face.llama_tokenizer_file import load_llama_tokenizer
from tests.benchmarks.matmul import forward_operations
from tests.benchmarks.products import CACHE
from tests.benchmarks.reference import Reference, Vector, load_reference

FRAME = 2  # special tokens around each text that the model reads

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Beside(ProcessPoolExecutor):
    """A process that runs functions one after the other on the same reference."""

    def __init__(self) -> None:
        super().__init__(1, multiprocessing.get_context("spawn"))

    def run(
        self,
        function: Callable[Parameters, Result],
        *arguments: Parameters.args,
        **options: Parameters.kwargs,
    ) -> Result:
        """Run a function in the process and wait for its result."""
        return self.submit(function, *arguments, **options).result()


@cache
def the_reference() -> Reference:
    """Return the reference of this process, loaded once."""
    return load_reference(load_llama_tokenizer(CACHE))


def split(text: str) -> list[str]:
    """Return the reference's chunks of a text."""
    return the_reference().split(text)


def embed(texts: Sequence[str]) -> tuple[float, Vector]:
    """Return the seconds that the reference takes to embed texts, and their vectors."""
    reference = the_reference()
    started = time.perf_counter()
    vectors = reference.embed(texts)
    return time.perf_counter() - started, vectors


def token_counts(texts: Sequence[str]) -> list[int]:
    """Return the number of word pieces in each text, without special tokens."""
    tokenizer: Any = the_reference().model.tokenizer
    encoded = tokenizer(list(texts), add_special_tokens=False, verbose=False)
    return [len(ids) for ids in encoded["input_ids"]]


def longest() -> int:
    """Return how many word pieces of a text the reference reads."""
    return int(the_reference().model.max_seq_length or 0) - FRAME


def operations(lengths: Sequence[int]) -> float:
    """Return the model's operations for texts of these lengths, which include special tokens."""
    model: Any = the_reference().model
    return forward_operations(model[0].auto_model.config, lengths)
