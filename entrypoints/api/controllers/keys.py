"""Keys: make, list, revoke."""

from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, post
from litestar.params import FromPath, JSONBody

from application.access.create_key import CreateKey
from application.ports.api_keys import ApiKeys
from domain import errors
from entrypoints.api.access_schemas import KeyBody, KeyView, NewKeyView
from entrypoints.api.controllers.parameters import PageCursor, PageLimit, page_request
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import ADMIN
from entrypoints.api.schemas import Listing, listing


class KeyController(Controller):
    """The keys of a workspace, by which programs act in it."""

    path = "/api/key"
    tags = ["Access"]  # noqa: RUF012 - the framework's attribute
    opt = ADMIN

    @post(
        "/",
        responses=problems(
            errors.KeyInvalid, errors.GroupsInvalid, RequestTooLarge, CrossOrigin, *WRITING
        ),
    )
    @inject
    async def create_key(
        self, data: JSONBody[KeyBody], create: FromDishka[CreateKey]
    ) -> Response[NewKeyView]:
        """Make a key. It is in this response, and nowhere afterwards."""
        new = await create.execute(data.request())
        return Response(
            NewKeyView.made(new), status_code=201, headers={"Cache-Control": "no-store"}
        )

    @get("/", responses=problems(*READING))
    @inject
    async def list_keys(
        self, keys: FromDishka[ApiKeys], limit: PageLimit = 50, cursor: PageCursor = None
    ) -> Listing[KeyView]:
        """List keys, newest first, with those that were revoked or have expired."""
        page = await keys.list(page_request(limit, cursor, UUID))
        return listing([KeyView.of(key) for key in page.items], page)

    @delete(
        "/{key_id:uuid}/",
        status_code=200,
        responses=problems(errors.KeyNotFound, CrossOrigin, *WRITING),
    )
    @inject
    async def revoke_key(self, key_id: FromPath[UUID], keys: FromDishka[ApiKeys]) -> KeyView:
        """Revoke a key: its next request is refused, and what it reads ends within seconds."""
        return KeyView.of(await keys.revoke(key_id))
