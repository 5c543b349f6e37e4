"""Deleting documents by a filter."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, post
from litestar.params import JSONBody

from application.documents.remove_documents import RemoveDocuments
from domain import errors
from entrypoints.api.collection_schemas import DeletionBody, ListedDeletionView
from entrypoints.api.problems import WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import EDITOR


class DeletionController(Controller):
    """Deletions of many documents in one step."""

    path = "/api/document/delete"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = EDITOR

    @post(
        "/",
        status_code=200,
        responses=problems(
            errors.FilterEmpty,
            errors.CollectionNameInvalid,
            errors.CollectionNotFound,
            errors.ServerBusy,
            RequestTooLarge,
            CrossOrigin,
            *WRITING,
        ),
    )
    @inject
    async def delete_documents(
        self, data: JSONBody[DeletionBody], remove: FromDishka[RemoveDocuments]
    ) -> ListedDeletionView:
        """Delete all documents that pass a filter, whatever their status, or say which would be.

        A `filename` selects names: those that match it go, and a document with its last one.
        Either all of them go, with everything that is stored for them, or none.
        """
        receipt = await remove.execute(data.within.filter(), dry_run=data.dry_run)
        return ListedDeletionView.of(receipt, dry_run=data.dry_run)
