"""A client of Quoth: questions, searches and documents of a running server.

```python
from quoth import Client

with Client("http://127.0.0.1:8000") as quoth:
    quoth.documents.upload("tea.md")
    print(quoth.ask("How hot is green tea brewed?").content)
```

`AsyncClient` has the same methods for programs that use asyncio.
"""

from quoth._retries import Retries
from quoth.async_client import AsyncClient
from quoth.client import Client
from quoth.errors import (
    AccessRefused,
    AnswerFailed,
    Conflict,
    ConnectionFailed,
    InvalidRequest,
    NotFound,
    ProcessingFailed,
    QuothError,
    RateLimited,
    RequestRefused,
    ResponseNotUnderstood,
    Unavailable,
)
from quoth.events import (
    Answer,
    AnswerEvent,
    AnswerParts,
    CitationEvent,
    ContentEvent,
    DocumentDoneEvent,
    DocumentErrorEvent,
    DocumentEvent,
    DoneEvent,
    ErrorEvent,
    ProgressEvent,
    SourcesEvent,
    StartEvent,
)
from quoth.types import (
    Citation,
    Collection,
    Conversation,
    CreatedWebhook,
    DailyUsage,
    Delivery,
    Document,
    Feedback,
    Found,
    Hit,
    Job,
    JudgedAnswer,
    Message,
    Model,
    Passage,
    Place,
    Session,
    Source,
    UsageOfModels,
    Webhook,
    Within,
)

__all__ = [
    "AccessRefused",
    "Answer",
    "AnswerEvent",
    "AnswerFailed",
    "AnswerParts",
    "AsyncClient",
    "Citation",
    "CitationEvent",
    "Client",
    "Collection",
    "Conflict",
    "ConnectionFailed",
    "ContentEvent",
    "Conversation",
    "CreatedWebhook",
    "DailyUsage",
    "Delivery",
    "Document",
    "DocumentDoneEvent",
    "DocumentErrorEvent",
    "DocumentEvent",
    "DoneEvent",
    "ErrorEvent",
    "Feedback",
    "Found",
    "Hit",
    "InvalidRequest",
    "Job",
    "JudgedAnswer",
    "Message",
    "Model",
    "NotFound",
    "Passage",
    "Place",
    "ProcessingFailed",
    "ProgressEvent",
    "QuothError",
    "RateLimited",
    "RequestRefused",
    "ResponseNotUnderstood",
    "Retries",
    "Session",
    "Source",
    "SourcesEvent",
    "StartEvent",
    "Unavailable",
    "UsageOfModels",
    "Webhook",
    "Within",
]
