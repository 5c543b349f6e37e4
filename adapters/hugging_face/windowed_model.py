"""A sentence-transformers model that reads texts of any length, window by window. Blocking."""

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from adapters.hugging_face.hub import load_local_first
from domain.documents import Embedding

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

# Shorter than the models could read: one vector says more of 128 tokens than of 256, and two short
# windows take no longer to embed than one long one. docs/adr/0006 has the measurements.
MAX_WINDOW_TOKENS = 128
# What is cut at the edge of one window stands whole in the next.
WINDOW_OVERLAP_TOKENS = 16

# Of a question as long as a book: enough to keep the processor busy, too few to fill the memory.
WINDOWS_PER_PASS = 32

TokenIds: TypeAlias = Sequence[int]


def load_sentence_transformer(name_or_path: str) -> "SentenceTransformer":
    """Load a model from this disk or, if it is not here and is a name, from the hub."""
    from sentence_transformers import SentenceTransformer

    def load(local_files_only: bool) -> SentenceTransformer:
        return SentenceTransformer(
            name_or_path,
            local_files_only=local_files_only,
            model_kwargs={"dtype": _fastest_dtype()},
        )

    return load_local_first(load, name_or_path, owner="sentence-transformers")


def _fastest_dtype() -> "torch.dtype":
    """Return bfloat16 where it is computed in hardware, which doubles the speed; else float32.

    The vectors stay the same to three places. Processors without the instructions are slower.
    """
    import torch

    if torch.cuda.is_available():
        in_hardware = torch.cuda.is_bf16_supported(including_emulation=False)
    elif torch.accelerator.is_available():
        in_hardware = False
    else:
        names = ("avx512_bf16", "amx_bf16", "bf16")  # Intel and AMD, Intel, ARM
        instructions = torch.cpu.get_capabilities()
        has_them = any(instructions.get(name) for name in names)
        in_hardware = has_them and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]  # unannotated there
    return torch.bfloat16 if in_hardware else torch.float32


class WindowedModel:
    """A model that reads texts of any length, one window of tokens at a time. Blocking.

    Safe to use from two threads: after the warm-up, tokenizing changes no state.
    """

    def __init__(self, model: "SentenceTransformer") -> None:
        """Warm a model up.

        Raises:
            TypeError: If it has no tokenizer of transformers, and so no windows.
        """
        from transformers import PreTrainedTokenizerBase

        self._model = model.eval()
        self._tokenizer = model.tokenizer
        if not isinstance(self._tokenizer, PreTrainedTokenizerBase):
            raise TypeError("the model has no transformers tokenizer")
        self._query_frame = self._frame("query")
        self._passage_frame = self._frame("document", "passage")
        self.dimension = len(self.embed_query("warm up"))

    def passage_windows(self, texts: Sequence[str]) -> list[list[TokenIds]]:
        """Return the token ids of each window of each text, special tokens included."""
        return self._windows(texts, self._passage_frame)

    def embed(self, windows: Sequence[TokenIds]) -> list[Embedding]:
        """Return one float32 vector of unit length for each window, in one pass of the model."""
        return [_embedding(row) for row in self._forward(windows)]

    def embed_query(self, text: str) -> Embedding:
        """Return the mean of the text's windows, at unit length."""
        import torch

        [windows] = self._windows([text], self._query_frame)
        vectors = [
            self._forward(windows[start : start + WINDOWS_PER_PASS])
            for start in range(0, len(windows), WINDOWS_PER_PASS)
        ]
        return _embedding(torch.nn.functional.normalize(torch.cat(vectors).mean(dim=0), dim=0))

    def _forward(self, windows: Sequence[TokenIds]) -> "torch.Tensor":
        import torch

        def padded(rows: list[torch.Tensor], value: int) -> torch.Tensor:
            return torch.nn.utils.rnn.pad_sequence(
                rows, True, value, padding_side=self._tokenizer.padding_side
            ).to(self._model.device)

        ids = [torch.tensor(window, dtype=torch.long) for window in windows]
        features = {
            "input_ids": padded(ids, self._tokenizer.pad_token_id or 0),
            "attention_mask": padded([torch.ones_like(row) for row in ids], 0),
            "modality": "text",
        }
        with torch.inference_mode():
            vectors = self._model(features)["sentence_embedding"].float()
            vectors = vectors[:, : self._model.truncate_dim]
            return torch.nn.functional.normalize(vectors, dim=1).cpu()

    def _windows(
        self, texts: Sequence[str], frame: tuple[list[int], list[int]]
    ) -> list[list[TokenIds]]:
        head, tail = frame
        longest = min(self._model.max_seq_length or MAX_WINDOW_TOKENS, MAX_WINDOW_TOKENS)
        size = max(1, longest - len(head) - len(tail))
        overlap = min(WINDOW_OVERLAP_TOKENS, size // 2)
        return [
            [
                array("i", [*head, *ids[start:end], *tail])
                for start, end in _cuts(len(ids), size, overlap)
            ]
            for ids in self._tokenize(list(texts))
        ]

    def _frame(self, *prompt_names: str) -> tuple[list[int], list[int]]:
        """Return the tokens before and after the text in every window, a prompt's included."""
        prompts = (self._model.prompts.get(name) for name in prompt_names)
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
    """Yield (start, end) of windows over `length` tokens; at least one, even if empty."""
    start = 0
    yield 0, size
    while start + size < length:
        start += size - overlap
        yield start, start + size


def _embedding(row: "torch.Tensor") -> Embedding:
    return array("f", row.numpy().tobytes())
