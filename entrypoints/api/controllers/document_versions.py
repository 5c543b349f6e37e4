"""The versions of documents."""

import re
from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.params import FromPath, QueryParameter

from application.documents.list_versions import ListVersions
from domain import errors
from entrypoints.api.controllers.parameters import PageLimit, page_request
from entrypoints.api.document_schemas import DocumentView
from entrypoints.api.problems import READING, problems
from entrypoints.api.roles import READER
from entrypoints.api.schemas import Listing, listing

VersionCursor = Annotated[
    str | None,
    QueryParameter(
        name="cursor",
        description="The `next_cursor` of the previous page.",
        schema_extra={"pattern": "^[0-9]{1,9}$"},
    ),
]


class VersionController(Controller):
    """The versions of documents."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get("/{document_id:uuid}/version/", responses=problems(errors.DocumentNotFound, *READING))
    @inject
    async def list_versions(
        self,
        document_id: FromPath[UUID],
        versions: FromDishka[ListVersions],
        limit: PageLimit = 50,
        cursor: VersionCursor = None,
    ) -> Listing[DocumentView]:
        """List the versions of a document that are kept, the current one first."""
        page = await versions.execute(document_id, page_request(limit, cursor, version_number))
        return listing([DocumentView.of(document) for document in page.items], page)


def version_number(cursor: str) -> int:
    """Return the version that a cursor stands for.

    Raises:
        ValueError: If the cursor is not one.
    """
    if not re.fullmatch("[0-9]{1,9}", cursor):
        raise ValueError("not the number of a version")
    return int(cursor)
