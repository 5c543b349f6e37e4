"""Reranks with a local cross encoder of the sentence-transformers library."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from adapters.hugging_face.hub import load_local_first, quiet_libraries
from adapters.hugging_face.light_imports import import_light
from adapters.hugging_face.precision import torch_dtype
from application.ports.reranker import Reranker
from domain.errors import Misconfigured, RerankerUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# The length that these models are trained on. The time grows with the square of the length.
MAX_WINDOW_TOKENS = 512
# A phrase that is cut at the edge of one window is whole in the next.
WINDOW_OVERLAP_TOKENS = 32

WARM_UP_QUESTION = "Who planted the trees along the river?"
WARM_UP_TEXTS = ("They were planted in spring by the gardeners of the town.", "Nobody knows.")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Window:
    """A question and as much of one text as fits the model's input.

    Attributes:
        text: The index of the text in the call.
        inputs: The model's inputs by name: `input_ids`, and others of the same length.
    """

    text: int
    inputs: dict[str, list[int]]


class CrossEncoderReranker(Reranker):
    """Scores pairs of question and text with a cross encoder, one question at a time."""

    def __init__(self, model: str, batch_size: int = 32) -> None:
        """Configure the model. Call `load` before `scores`.

        Args:
            model: A directory or a name on the Hugging Face hub.
            batch_size: The maximum number of windows in a forward pass.
        """
        self._name_or_path = model
        self._batch_size = batch_size
        self._model: PairModel | None = None
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="rerank")
        self._turn = asyncio.Lock()

    @property
    def model_name(self) -> str:
        """The name that identifies the model's scores, without the path to a local directory."""
        path = Path(self._name_or_path)
        return path.resolve().name if path.is_dir() else self._name_or_path

    async def load(self) -> None:
        """Load and warm up the model in the worker thread. Further calls do nothing.

        Loading takes seconds, most of them for imports.

        Raises:
            Misconfigured: If the model does not exist or cannot rerank.
        """
        self._model = await self._run(self._load)

    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the logit of each text, in the order of the texts.

        The score of a text is the highest of its windows. Windows are sorted by length, so that
        batches have little padding. Concurrent calls take turns, because side by side each would
        take as long as all of them. Each batch is a job of its own, so a cancelled call ends soon.

        Raises:
            RerankerUnavailable: If the model is not loaded.
        """
        if self._model is None:
            raise RerankerUnavailable
        model = self._model
        best = [float("-inf")] * len(texts)
        async with self._turn:
            windows = await self._run(partial(model.windows, question, texts))
            windows.sort(key=lambda window: -len(window.inputs["input_ids"]))
            for start in range(0, len(windows), self._batch_size):
                batch = windows[start : start + self._batch_size]
                scores = await self._run(partial(model.scores, batch))
                for window, score in zip(batch, scores, strict=True):
                    best[window.text] = max(best[window.text], score)
        return best

    def close(self) -> None:
        """Accept no more jobs and cancel the waiting ones. A running job continues to its end."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    async def _run(self, job: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._executor, job)

    def _load(self) -> "PairModel":
        if self._model is not None:
            return self._model
        quiet_libraries()
        import_light()
        try:
            return PairModel(_load_cross_encoder(self._name_or_path))
        except Exception as exc:
            raise Misconfigured(
                f'The reranking model "{self._name_or_path}" could not be loaded: set'
                " QUOTH_RERANKER_MODEL to a directory with a cross encoder of"
                " sentence-transformers, to the name of one that can be downloaded, or to nothing"
                " to do without."
            ) from exc


def _load_cross_encoder(name_or_path: str) -> "CrossEncoder":
    """Load a model from disk or, if it is a name and not cached, from the hub."""
    from sentence_transformers import CrossEncoder

    def load(local_files_only: bool) -> CrossEncoder:
        model: CrossEncoder = CrossEncoder(
            name_or_path,
            local_files_only=local_files_only,
            model_kwargs={"dtype": torch_dtype("auto")},
        )
        return model

    return load_local_first(load, name_or_path, owner="cross-encoder")


class PairModel:
    """A cross encoder for texts of any length, read by windows. Blocking and not thread-safe."""

    def __init__(self, model: "CrossEncoder") -> None:
        """Warm up a model, and check that its scores are those of its library.

        Raises:
            TypeError: If the model returns several scores for a pair, or combines question and text
                in another way, for example with a chat template.
        """
        import torch

        self._model = model.eval()
        self._tokenizer = model.tokenizer
        self._prompt = model.prompts.get(model.default_prompt_name or "") or ""
        self._longest = min(model.max_seq_length or MAX_WINDOW_TOKENS, MAX_WINDOW_TOKENS)
        if model.num_labels != 1:
            raise TypeError(f"the model has {model.num_labels} scores for a pair, and not one")
        expected = model.predict(
            [(WARM_UP_QUESTION, text) for text in WARM_UP_TEXTS],
            activation_fn=torch.nn.Identity(),
            show_progress_bar=False,
        )
        scores = self.scores(self.windows(WARM_UP_QUESTION, WARM_UP_TEXTS))
        if not torch.allclose(
            torch.tensor(scores), torch.as_tensor(expected), rtol=0.01, atol=0.01
        ):
            raise TypeError("the model puts question and text together in a way of its own")

    def windows(self, question: str, texts: Sequence[str]) -> list[Window]:
        """Return the windows of all texts; each window contains the question."""
        if not texts:
            return []
        question = self._prompt + self._ends(question)
        [without_text] = self._tokenizer([question], [""], verbose=False)["input_ids"]
        room = self._longest - len(without_text)
        encoding = self._tokenizer(
            [question] * len(texts),
            list(texts),
            truncation="only_second",
            max_length=self._longest,
            stride=min(WINDOW_OVERLAP_TOKENS, room // 2),
            return_overflowing_tokens=True,
            verbose=False,
        )
        numbers = encoding.pop("overflow_to_sample_mapping")
        return [
            Window(number, {name: rows[row] for name, rows in encoding.items()})
            for row, number in enumerate(numbers)
        ]

    def scores(self, windows: Sequence[Window]) -> list[float]:
        """Return the score of each window, computed in one forward pass."""
        import torch

        padding = {
            "input_ids": self._tokenizer.pad_token_id or 0,
            "token_type_ids": self._tokenizer.pad_token_type_id,
        }
        features: dict[str, torch.Tensor | str] = {
            name: torch.nn.utils.rnn.pad_sequence(
                [torch.tensor(window.inputs[name]) for window in windows],
                batch_first=True,
                padding_value=padding.get(name, 0),
                padding_side=self._tokenizer.padding_side,
            ).to(self._model.device)
            for name in windows[0].inputs
        }
        with torch.inference_mode():
            scores = self._model({**features, "modality": "text"})["scores"]
        numbers: list[float] = scores.reshape(len(windows)).float().tolist()
        return numbers

    def _ends(self, question: str) -> str:
        """Shorten a question that exceeds half a window, so that half is left to the text.

        Its two ends are kept, because they say what is asked. Pairing every
        part of a long question with every part of 50 texts would take minutes.
        """
        offsets = self._tokenizer(
            question, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        if len(offsets) <= self._longest // 2:
            return question
        quarter = self._longest // 4
        return f"{question[: offsets[quarter - 1][1]]} {question[offsets[-quarter][0] :]}"
