"""Changing the names under which documents are replaced."""

from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, patch
from litestar.params import JSONBody, PathParameter

from application.documents.rename_document import RenameDocument
from domain import errors
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.controllers.uploads import requested_name
from entrypoints.api.document_schemas import DocumentView, RenameBody
from entrypoints.api.problems import WRITING, problems
from entrypoints.api.request_errors import CrossOrigin
from entrypoints.api.roles import EDITOR


class RenameController(Controller):
    """The names under which documents are replaced."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = EDITOR

    @patch(
        "/by-name/{external_id:path}",
        responses=problems(
            errors.DocumentNotFound,
            errors.ExternalIdInvalid,
            errors.ExternalIdTaken,
            CrossOrigin,
            *WRITING,
        ),
    )
    @inject
    async def rename_document(
        self,
        request: BoundedRequest,
        external_id: Annotated[
            str, PathParameter(description="The name that it has, percent-encoded.")
        ],
        data: JSONBody[RenameBody],
        rename: FromDishka[RenameDocument],
    ) -> DocumentView:
        """Give the document with a name another one. Nothing is read or embedded again.

        The name is everything after `by-name/`, without the last slash.
        """
        name = requested_name(request, external_id)
        return DocumentView.of(await rename.execute(name, data.external_id, data.filename))
