"""The application on PostgreSQL, with a document and a collection that are limited to a group."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from dishka import AsyncContainer, Provider, Scope, provide

from adapters.postgres.database import Database
from application.access.create_key import CreateKey, KeyRequest, NewKey
from application.ports.members import Members
from application.ports.webhook_sender import WebhookSender
from domain.access.member import Identity
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from entrypoints.api.app import create_api
from entrypoints.api.authenticators import authenticators_of
from entrypoints.background_work import BackgroundWork
from entrypoints.container import create_container
from tests.fakes.language_model import ScriptedLanguageModel
from tests.fakes.webhooks import ScriptedSender
from tests.fakes.wiring import FakeModels, test_settings
from tests.support.databases import DIMENSION, MODEL
from tests.support.keys import bearing

MARK = "zwiebelfisch"
"""The word that is in everything that is limited, and in nothing else."""

SECRET = f"The {MARK} Adelheid keeps the lamp of the lighthouse in the cellar.".encode()
UPLOADED = f"The {MARK} also has the spare lamp.".encode()
QUESTION = "Where is the lamp of the lighthouse kept?"


@dataclass
class Limited:
    """Who may read what is limited to the group legal, who may not, and its ids.

    Attributes:
        ids: What stands for each parameter of a path.
    """

    http: httpx.AsyncClient
    container: AsyncContainer
    app: Any = field(repr=False)
    ids: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    async def key(self, name: str, role: Role, *groups: str) -> NewKey:
        """Make a key under a name, for the workspace of who acts."""
        create = await self.container.get(CreateKey)
        made = await create.execute(KeyRequest(name, role, groups=groups))
        self.keys[name] = made.text
        return made

    async def send(self, who: str, method: str, path: str, **given: Any) -> httpx.Response:
        """Send a request with a key."""
        headers = bearing(self.keys[who]) | given.pop("headers", {})
        return await self.http.request(method, path, headers=headers, **given)

    def filled(self, path: str) -> str:
        """Return a path with the ids of what is limited."""
        return re.sub(r"\{(\w+):\w+\}", lambda match: self.ids[match[1]], path)

    async def ask(
        self, who: str, session: str, within: dict[str, Any] | None = None, **given: Any
    ) -> httpx.Response:
        """Ask where the lamp is, and read the stream to its end."""
        body = {"session_id": session, "message": QUESTION, "within": within}
        return await self.send(who, "POST", "/api/chat/", json=body, **given)


class Offline(Provider):
    """Sends nothing outside."""

    scope = Scope.APP

    @provide(override=True)
    def sender(self) -> WebhookSender:
        return ScriptedSender()


@asynccontextmanager
async def limited_library(dsn: str) -> AsyncIterator[Limited]:
    """Serve a library with an open document, and a limited one that an answer rests on."""
    models = FakeModels(DIMENSION)
    container = create_container(test_settings(), models, Offline())
    database = await container.get(Database)
    await database.open(dsn, MODEL, DIMENSION)
    work = await container.get(BackgroundWork)
    work.start()
    # Any: httpx and the application type ASGI differently
    app: Any = create_api(
        container, await authenticators_of(container, "of no start", on_loopback=False)
    )
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        library = Limited(http, container, app)
        await library.key("admin", Role.ADMIN)
        await library.key("insider", Role.EDITOR, "legal", "staff")
        await library.key("reader", Role.READER, "staff")
        await library.key("editor", Role.EDITOR, "staff")
        await _fill(library, models.model)
        await _administer(library)
        yield library
    await work.stop()
    await container.close()
    await database.close()


async def _fill(library: Limited, model: ScriptedLanguageModel) -> None:
    """Store what is limited, let an answer rest on it, and limit it only then."""

    async def sent(method: str, path: str, **given: Any) -> Any:
        response = await library.send("admin", method, path, **given)
        assert response.is_success, (method, path, response.text)
        return response.json()

    await sent("POST", "/api/document/", files={"file": ("open.txt", b"Herons eat frogs.")})
    put = f"/api/document/by-name/{MARK}.txt"
    fields = {"collection": f"The {MARK}", "metadata": f'{{"kind": "{MARK}"}}'}
    await sent("PUT", put, files={"file": (f"{MARK}.txt", SECRET + b" Still.")}, data=fields)
    document = await sent("PUT", put, files={"file": (f"{MARK}.txt", SECRET)}, data=fields)
    uploaded = await sent("POST", "/api/document/", files={"file": (f"{MARK}.md", UPLOADED)})
    [collection] = (await sent("GET", "/api/collection/"))["items"]
    document_id, collection_id = document["document_id"], collection["collection_id"]
    session = (await sent("POST", "/api/session/create/"))["session_id"]
    model.enqueue(f"The {MARK} keeps it in the cellar [1].")
    answer = await library.ask("admin", session, headers={"Idempotency-Key": "the-lamp"})
    [message] = set(re.findall(r'"message_id":"([^"]+)"', answer.text))
    model.enqueue(f"The {MARK} keeps it in the cellar [1].")
    await library.ask("admin", session, within={"collections": [f"The {MARK}"]})
    await sent("PUT", f"/api/chat/{message}/feedback/", json={"verdict": "good", "note": MARK})
    model.enqueue(f"The {MARK} does [1].")
    asked = {"model": "quoth", "input": "Who keeps the lamp?"}
    response = await sent("POST", "/v1/responses", json=asked)
    store, file = f"vs_{collection_id.replace('-', '')}", f"file-{document_id.replace('-', '')}"
    batch = await sent("POST", f"/v1/vector_stores/{store}/file_batches", json={"file_ids": [file]})
    library.ids |= {
        "document_id": document_id,
        "external_id": f"{MARK}.txt",
        "collection_id": collection_id,
        "session_id": session,
        "message_id": message,
        "file_id": file,
        "store_id": store,
        "batch_id": batch["id"],
        "response_id": response["id"],
        "name": "quoth",
        "path": "openapi.json",
    }
    legal = {"limited_to": ["legal"]}
    for each in (document_id, uploaded["document_id"]):
        await sent("PATCH", f"/api/document/{each}/", json=legal)
    await sent("PATCH", f"/api/collection/{collection_id}/", json=legal)


async def _administer(library: Limited) -> None:
    """Make what only admins see: a key, a member, and a webhook with a delivery."""
    key = await library.key(MARK, Role.READER)
    ada = Identity("https://id.example", "ada", f"Ada {MARK}", frozenset())
    members = await library.container.get(Members)
    [member] = await members.enter(ada, {DEFAULT_WORKSPACE: Role.READER}, datetime.now(UTC))
    body = {"url": f"https://{MARK}.example/", "events": ["document.deleted"]}
    webhook = (await library.send("admin", "POST", "/api/webhook/", json=body)).json()["webhook_id"]
    tested = await library.send("admin", "POST", f"/api/webhook/{webhook}/test/")
    library.ids |= {
        "key_id": str(key.key.id),
        "member_id": str(member.id),
        "webhook_id": webhook,
        "delivery_id": tested.json()["delivery_id"],
    }
