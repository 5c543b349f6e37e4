"""The exact JSON of each event, because clients depend on it."""

from uuid import UUID

import msgspec
import pytest

from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    CitationAdded,
    SourcesFound,
)
from domain.citations.citation import Citation, SentenceSpan
from domain.conversation.message import (
    AbstentionReason,
    FailedModel,
    FinishReason,
    TextFormat,
    Timings,
    Usage,
)
from domain.documents.place import Place
from domain.retrieval.passages import Passage
from entrypoints.api.event_schemas import event_view

ONE, TWO = UUID(int=1), UUID(int=2)
ID = f'"{ONE}"'
PLACE = (
    f'"document_id":"{TWO}","version":1,"filename":"a.txt","char_start":5,"char_end":9,'
    '"page":null,"section":[],"slide":null,"sheet":null,"row":null,"part":null'
)

JSON_OF: list[tuple[AnswerEvent, str]] = [
    (
        AnswerStarted(ONE, 'Wer? "🦜"', cached=True),
        f'{{"type":"start","message_id":{ID},"question":"Wer? \\"🦜\\"","cached":true}}',
    ),
    (SourcesFound(()), '{"type":"sources","sources":[],"confidence":null}'),
    (
        SourcesFound((Passage(Place(TWO, "a.txt", 5, 9), 3, "Text", 1, 0.123456),), 0.987654),
        f'{{"type":"sources","sources":[{{{PLACE},"source_id":1,"chunk_index":3,'
        '"similarity":0.1235,"content":"Text"}],"confidence":0.9877}',
    ),
    (AnswerDelta("So\n"), '{"type":"content","content":"So\\n"}'),
    (
        AnswerDelta("_So_", format=TextFormat.LITERAL),
        '{"type":"content","content":"_So_","format":"literal"}',
    ),
    (AnswerDelta("[7]", 7), '{"type":"content","content":"[7]","source_id":7}'),
    (
        CitationAdded(Citation(ONE, 1, Place(TWO, "a.txt", 5, 9), "Text", 0, 3, True, 4, 7)),
        f'{{"type":"citation",{PLACE},"citation_id":{ID},"source_id":1,"cited_text":"Text",'
        '"answer_start":0,"answer_end":3,"marker_start":4,"marker_end":7,"verified":true,'
        '"gone":false}',
    ),
    (
        AnswerFinished(
            ONE,
            FinishReason.ABSTAINED,
            Usage(1, 2),
            Timings(0.126, search=2.0),
            AbstentionReason.NOTHING_RELEVANT,
            0.5,
            1,
            2,
            (SentenceSpan(3, 9),),
            "house",
            (FailedModel("cloud", "language_model_failed", "Busy."),),
        ),
        f'{{"type":"done","message_id":{ID},"finish_reason":"abstained",'
        '"usage":{"prompt_tokens":1,"completion_tokens":2},'
        '"timings":{"embed":0.13,"search":2.0,"first_token":null,"total":null},'
        '"reason":"nothing_relevant","groundedness":0.5,"supported":1,"sentences":2,'
        '"unsupported":[{"start":3,"end":9}],"model":"house",'
        '"fallback_from":[{"model":"cloud","code":"language_model_failed","reason":"Busy."}]}',
    ),
    (
        AnswerFinished(ONE, FinishReason.STOP, Usage(), Timings(1.0, rewrite=310.456)),
        f'{{"type":"done","message_id":{ID},"finish_reason":"stop",'
        '"usage":{"prompt_tokens":0,"completion_tokens":0},"timings":{"embed":1.0,"search":null,'
        '"first_token":null,"total":null,"rewrite":310.46},'
        '"reason":null,"groundedness":null,"supported":null,"sentences":null,"unsupported":[],"model":null,"fallback_from":[]}',
    ),
    (
        AnswerFailed(ONE, "It broke.", "interrupted", partial=False),
        f'{{"type":"error","error":"It broke.","code":"interrupted","message_id":{ID},'
        '"partial":false}',
    ),
]


@pytest.mark.parametrize(("event", "expected"), JSON_OF, ids=lambda each: type(each).__name__)
def test_an_event_has_its_json(event: AnswerEvent, expected: str) -> None:
    """The type comes first; the names, the order, the rounding and the nulls are fixed."""
    assert msgspec.json.encode(event_view(event)).decode() == expected
