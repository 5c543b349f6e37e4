"""Embeds texts of any length with a sentence-transformers model, by windows. Blocking."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from adapters.hugging_face.encoders import Encoder, LibraryEncoder, TokenIds, pack
from domain.documents.chunks import Embedding

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

# Less than the models can read: one vector represents 128 tokens better than 256, and two short
# windows take no longer to embed than one long window. docs/adr/0012 has the measurements.
MAX_WINDOW_TOKENS = 128
# A phrase that is cut at the edge of one window is whole in the next.
WINDOW_OVERLAP_TOKENS = 16

# Tokens in one forward pass. On a CPU, more would not fit its cache; fewer do not pay for the call.
PROCESSOR_TOKENS = 4 * MAX_WINDOW_TOKENS
ACCELERATOR_TOKENS = 256 * MAX_WINDOW_TOKENS


class WindowedModel:
    """A model that embeds texts of any length, as windows of tokens. Blocking.

    Thread-safe: after the warm-up, tokenizing changes no state.
    """

    def __init__(self, model: "SentenceTransformer", packing: bool = True) -> None:
        """Warm up a model.

        Args:
            model: The model. If it is packed, no reference to it is kept.
            packing: Whether to use `PackedBert` if the model and the CPU allow it.

        Raises:
            TypeError: If the model has no tokenizer of the transformers library.
        """
        from transformers import PreTrainedTokenizerBase

        self._tokenizer = model.tokenizer
        if not isinstance(self._tokenizer, PreTrainedTokenizerBase):
            raise TypeError("the model has no transformers tokenizer")
        self._truncate_dim = model.truncate_dim
        self._longest = min(model.max_seq_length or MAX_WINDOW_TOKENS, MAX_WINDOW_TOKENS)
        self._query_frame = self._frame(model, "query")
        self._passage_frame = self._frame(model, "document", "passage")
        on_processor = model.device.type == "cpu"
        self._most_tokens = PROCESSOR_TOKENS if on_processor else ACCELERATOR_TOKENS

        self._encode: Encoder = LibraryEncoder(model.eval())
        self.dimension = len(self.embed_queries(["warm up"])[0])
        packed = pack(model, self._probes()) if packing else None
        self.is_packed = packed is not None
        self._encode = packed or self._encode

    def passage_windows(self, texts: Sequence[str]) -> list[list[TokenIds]]:
        """Return the token ids of the different windows of each text, with special tokens."""
        return [_different(some) for some in self._windows(texts, self._passage_frame)]

    def passes(self, windows: Sequence[TokenIds], most: int) -> Iterator[list[int]]:
        """Yield the indices of the windows of each forward pass.

        Windows of similar length share a pass, the longest first, so that there is little padding.

        Args:
            windows: All windows to embed.
            most: The maximum number of windows in a pass. A pass has fewer where that is faster.
        """
        together: list[int] = []
        for index in sorted(range(len(windows)), key=lambda i: -len(windows[i])):
            together.append(index)
            padded = (len(together) + 1) * len(windows[together[0]])
            if len(together) == most or padded > self._most_tokens:
                yield together
                together = []
        if together:
            yield together

    def embed(self, windows: Sequence[TokenIds]) -> list[Embedding]:
        """Return one float32 vector of unit length for each window, in one forward pass."""
        return [_embedding(row) for row in self._pass(windows)]

    def embed_queries(self, texts: Sequence[str]) -> list[Embedding]:
        """Return for each text the mean of its windows' vectors, normalised to unit length."""
        import torch

        windows = self._windows(texts, self._query_frame)
        vectors = self._vectors(list(chain.from_iterable(windows)))
        parts = torch.split(vectors, [len(some) for some in windows])
        means = [part.mean(dim=0) for part in parts]
        return [_embedding(row) for row in torch.nn.functional.normalize(torch.stack(means))]

    def _vectors(self, windows: Sequence[TokenIds]) -> "torch.Tensor":
        """Return a tensor (windows, dimension), in as many passes as needed."""
        import torch

        passes = list(self.passes(windows, most=len(windows)))
        rows = torch.cat([self._pass([windows[i] for i in some]) for some in passes])
        return rows[torch.tensor(list(chain.from_iterable(passes))).argsort()]

    def _pass(self, windows: Sequence[TokenIds]) -> "torch.Tensor":
        import torch

        with torch.inference_mode():
            vectors = self._encode(windows).float()[:, : self._truncate_dim]
            return torch.nn.functional.normalize(vectors, dim=1).cpu()

    def _probes(self) -> list[TokenIds]:
        """Return windows of different lengths, from the shortest to the longest."""
        texts = ["", "warm up", "more words than the others"]
        texts.append(" ".join(texts * MAX_WINDOW_TOKENS))
        return [windows[0] for windows in self._windows(texts, self._passage_frame)]

    def _windows(
        self, texts: Sequence[str], frame: tuple[list[int], list[int]]
    ) -> list[list[TokenIds]]:
        head, tail = frame
        size = max(1, self._longest - len(head) - len(tail))
        overlap = min(WINDOW_OVERLAP_TOKENS, size // 2)
        return [
            [
                array("i", [*head, *ids[start:end], *tail])
                for start, end in _cuts(len(ids), size, overlap)
            ]
            for ids in self._tokenize(list(texts))
        ]

    def _frame(
        self, model: "SentenceTransformer", *prompt_names: str
    ) -> tuple[list[int], list[int]]:
        """Return the tokens before and after the text of each window, including the prompt."""
        prompts = (model.prompts.get(name) for name in prompt_names)
        prompt = next((prompt for prompt in prompts if prompt), "")
        probe = self._tokenizer("a", return_special_tokens_mask=True, verbose=False)
        ids, special = probe["input_ids"], probe["special_tokens_mask"]
        head = ids[: special.index(0)]
        tail = ids[len(ids) - special[::-1].index(0) :]
        return [*head, *self._tokenize([prompt.rstrip()])[0]], tail

    def _tokenize(self, texts: list[str]) -> list[list[int]]:
        encoding = self._tokenizer(
            texts, add_special_tokens=False, return_attention_mask=False, verbose=False
        )
        ids: list[list[int]] = encoding["input_ids"]
        return ids


def _cuts(length: int, size: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the windows over `length` tokens; at least one, even if empty."""
    start = 0
    yield 0, size
    while start + size < length:
        start += size - overlap
        yield start, start + size


def _different(windows: list[TokenIds]) -> list[TokenIds]:
    """Return the windows without repetitions, in order: a ruler of 10,000 dashes has two."""
    return list({bytes(window): window for window in windows}.values())


def _embedding(row: "torch.Tensor") -> Embedding:
    return array("f", row.numpy().tobytes())
