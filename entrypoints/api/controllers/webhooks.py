"""Webhooks: make, list, pause, delete, try out; their deliveries."""

from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from application.ports.webhook_catalog import WebhookCatalog
from application.ports.webhook_deliveries import WebhookDeliveries
from application.ports.webhook_store import WebhookStore
from application.webhooks.create_webhook import CreateWebhook
from domain import errors
from domain.webhooks.delivery import DeliveryState
from domain.webhooks.events import webhook_tested
from entrypoints.api.controllers.parameters import PageCursor, PageLimit, page_request
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import ADMIN
from entrypoints.api.schemas import Listing, listing
from entrypoints.api.webhook_schemas import (
    DeliveryView,
    WebhookBody,
    WebhookChange,
    WebhookCreated,
    WebhookView,
)

CHANGING = (errors.WebhookNotFound, CrossOrigin, *WRITING)


class WebhookController(Controller):
    """Addresses that are told of events."""

    path = "/api/webhook"
    tags = ["Webhooks"]  # noqa: RUF012 - the framework's attribute
    opt = ADMIN

    @post("/", responses=problems(errors.WebhookInvalid, RequestTooLarge, CrossOrigin, *WRITING))
    @inject
    async def create_webhook(
        self, data: JSONBody[WebhookBody], create: FromDishka[CreateWebhook]
    ) -> Response[WebhookCreated]:
        """Make a webhook. The response has its secret, which is not shown again."""
        created = await create.execute(data.asked())
        location = {"Location": f"/api/webhook/{created.webhook.id}/"}
        return Response(WebhookCreated.made(created), status_code=201, headers=location)

    @get("/", responses=problems(*READING))
    @inject
    async def list_webhooks(
        self,
        catalog: FromDishka[WebhookCatalog],
        limit: PageLimit = 50,
        cursor: PageCursor = None,
    ) -> Listing[WebhookView]:
        """List webhooks, the oldest first."""
        page = await catalog.list(page_request(limit, cursor, UUID))
        return listing([WebhookView.of(each) for each in page.items], page)

    @get("/{webhook_id:uuid}/", responses=problems(errors.WebhookNotFound, *READING))
    @inject
    async def get_webhook(
        self, webhook_id: FromPath[UUID], catalog: FromDishka[WebhookCatalog]
    ) -> WebhookView:
        """Read a webhook, without its secret."""
        return WebhookView.of(await catalog.get(webhook_id))

    @patch("/{webhook_id:uuid}/", responses=problems(RequestTooLarge, *CHANGING))
    @inject
    async def pause_webhook(
        self,
        webhook_id: FromPath[UUID],
        data: JSONBody[WebhookChange],
        store: FromDishka[WebhookStore],
    ) -> WebhookView:
        """Pause or resume a webhook. What happens while it is paused is sent when it is resumed."""
        return WebhookView.of(await store.pause(webhook_id, paused=data.paused))

    @delete("/{webhook_id:uuid}/", responses=problems(*CHANGING))
    @inject
    async def delete_webhook(
        self, webhook_id: FromPath[UUID], store: FromDishka[WebhookStore]
    ) -> None:
        """Delete a webhook with its deliveries."""
        await store.remove(webhook_id)

    @post("/{webhook_id:uuid}/test/", status_code=202, responses=problems(*CHANGING))
    @inject
    async def test_webhook(
        self, webhook_id: FromPath[UUID], deliveries: FromDishka[WebhookDeliveries]
    ) -> DeliveryView:
        """Send a `webhook.test` event to a webhook, as any other is sent."""
        return DeliveryView.of(await deliveries.add(webhook_id, webhook_tested(webhook_id)))

    @get("/{webhook_id:uuid}/delivery/", responses=problems(errors.WebhookNotFound, *READING))
    @inject
    async def list_deliveries(
        self,
        webhook_id: FromPath[UUID],
        deliveries: FromDishka[WebhookDeliveries],
        limit: PageLimit = 50,
        cursor: PageCursor = None,
        delivery_state: Annotated[
            DeliveryState | None,
            QueryParameter(name="state", description="Only deliveries in this state."),
        ] = None,
    ) -> Listing[DeliveryView]:
        """List the deliveries to a webhook, the newest first.

        What was delivered is shown for a week, and the rest for 30 days.
        """
        page = await deliveries.list(webhook_id, page_request(limit, cursor, UUID), delivery_state)
        return listing([DeliveryView.of(each) for each in page.items], page)

    @post(
        "/{webhook_id:uuid}/delivery/{delivery_id:uuid}/retry/",
        status_code=202,
        responses=problems(errors.DeliveryNotFound, *CHANGING),
    )
    @inject
    async def retry_delivery(
        self,
        webhook_id: FromPath[UUID],
        delivery_id: FromPath[UUID],
        deliveries: FromDishka[WebhookDeliveries],
    ) -> DeliveryView:
        """Send a delivery again at once, also one that was delivered."""
        return DeliveryView.of(await deliveries.retry(webhook_id, delivery_id))
