"""The types of the Python client are those of the API."""

from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from msgspec import NODEFAULT, Struct, UnsetType

from entrypoints.api import (
    citation_schemas,
    collection_schemas,
    document_events,
    document_schemas,
    event_schemas,
    feedback_schemas,
    job_schemas,
    model_schemas,
    schemas,
    search_schemas,
    webhook_schemas,
)
from quoth import events, types

PAIRS: list[tuple[Any, Any]] = [
    (document_schemas.DocumentView, types.Document),
    (document_schemas.PutView, types.Put),
    (document_schemas.ChunkView, types.Chunk),
    (document_schemas.RemovalView, types.Deletion),
    (collection_schemas.ListedDeletionView, types.ListedDeletion),
    (collection_schemas.CollectionView, types.Collection),
    (collection_schemas.Within, types.Within),
    (job_schemas.JobView, types.Job),
    (job_schemas.JobProgress, types.Progress),
    (webhook_schemas.WebhookView, types.Webhook),
    (webhook_schemas.WebhookCreated, types.CreatedWebhook),
    (webhook_schemas.DeliveryView, types.Delivery),
    (citation_schemas.SourceView, types.Source),
    (citation_schemas.CitationView, types.Citation),
    (citation_schemas.MarkerView, types.Marker),
    (schemas.SessionView, types.Session),
    (schemas.ListedSessionView, types.Session),
    (schemas.HitView, types.Hit),
    (feedback_schemas.FeedbackView, types.Feedback),
    (schemas.JudgedAnswerView, types.JudgedAnswer),
    (schemas.SessionCreated, types.Session),
    (schemas.MessageView, types.Message),
    (schemas.ConversationView, types.Conversation),
    (schemas.TimingsView, types.Timings),
    (schemas.UsageView, types.Usage),
    (schemas.HealthView, types.Health),
    (model_schemas.ModelView, types.Model),
    (model_schemas.DailyUsageView, types.DailyUsage),
    (model_schemas.UsageListView, types.UsageOfModels),
    (model_schemas.FailedModelView, types.FailedModel),
    (schemas.FormatView, types.Format),
    (search_schemas.PassageView, types.Passage),
    (search_schemas.ExplanationView, types.Explanation),
    (search_schemas.NameView, types.NameMatch),
    (search_schemas.DroppedView, types.Dropped),
    (search_schemas.QueryView, types.Query),
    (search_schemas.SearchView, types.Found),
    *((getattr(event_schemas, each.__name__), each) for each in get_args(events.AnswerEvent)),
    *((getattr(document_events, each.__name__), each) for each in get_args(events.DocumentEvent)),
]
OWN: dict[type[Struct], set[str]] = {
    types.Deletion: {"document_id"}
}  # what a caller knows, because it named it


@pytest.mark.parametrize(("view", "known"), PAIRS, ids=[f"{view.__name__}" for view, _ in PAIRS])
def test_a_type_of_the_client_reads_what_the_api_sends(
    view: type[Struct], known: type[Struct]
) -> None:
    """Every field is known; what may be missing has a default, and what may be null may be None."""
    sent, read = get_type_hints(view), get_type_hints(known)
    assert sent.keys() - read.keys() == OWN.get(known, set())
    for field in msgspec.structs.fields(known):
        has_default = (field.default, field.default_factory) != (NODEFAULT, NODEFAULT)
        hint = sent.get(field.name)
        if hint is None or UnsetType in get_args(hint):
            assert has_default, f"{field.name} may be missing"
        elif NoneType in get_args(hint):
            assert NoneType in get_args(read[field.name]), f"{field.name} may be null"
    assert view.__struct_config__.tag == known.__struct_config__.tag
