"""Texts in spans, in the form of the GenAI semantic conventions."""

import json
from collections.abc import Sequence
from heapq import nlargest

from domain.answering.prompt import PromptMessage
from domain.retrieval.passages import Candidate

SHOWN_DOCUMENTS = 10
"""How many of the candidates of a search are in its span: there are up to hundreds."""


def input_messages(messages: Sequence[PromptMessage]) -> str:
    """Return what a model or an agent reads."""
    return json.dumps([_message(each.role, each.content) for each in messages])


def output_messages(text: str, finish_reason: str) -> str:
    """Return what it writes."""
    return json.dumps([{**_message("assistant", text), "finish_reason": finish_reason}])


def documents(candidates: Sequence[Candidate]) -> str:
    """Return the chunks that are nearest to a query, best first."""
    found = [each.passage for each in candidates]
    nearest = nlargest(SHOWN_DOCUMENTS, found, key=lambda passage: passage.similarity)
    return json.dumps(
        [
            {
                "id": f"{each.place.document_id}:{each.place.char_start}",
                "score": round(each.similarity, 4),
                "content": each.content,
            }
            for each in nearest
        ]
    )


def _message(role: str, content: str) -> dict[str, object]:
    return {"role": role, "parts": [{"type": "text", "content": content}]}
