"""Pages of the web as documents."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from application.documents.add_web_page import AddWebPage, WebPageRequest
from application.documents.put_document import PutChange
from domain import errors
from domain.documents.document import DocumentStatus
from entrypoints.api.controllers.uploads import UPLOAD_PROBLEMS
from entrypoints.api.document_schemas import PutView, WebPageBody
from entrypoints.api.problems import problems
from entrypoints.api.request_errors import FileMissing, RequestTooLarge
from entrypoints.api.roles import EDITOR

_PROBLEMS = tuple(each for each in UPLOAD_PROBLEMS if each is not FileMissing)


class WebPageController(Controller):
    """Pages of the web as documents."""

    path = "/api/document/from-web"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = EDITOR

    @post(
        "/",
        status_code=201,
        responses={
            200: ResponseSpec(PutView, description="It was there already, or was replaced."),
            202: ResponseSpec(PutView, description="It waits for a worker."),
            **problems(
                errors.WebPageUnreadable,
                errors.ExternalIdInvalid,
                errors.VersionSuperseded,
                RequestTooLarge,
                *_PROBLEMS,
            ),
        },
    )
    @inject
    async def add_web_page(
        self, data: JSONBody[WebPageBody], add: FromDishka[AddWebPage]
    ) -> Response[PutView]:
        """Get one page or file of the public web and add it; adding it again gets it again.

        Its address is the name under which its content is replaced. Only addresses of the public
        internet are read, redirects included, and nothing that the page links to.
        """
        result = await add.execute(WebPageRequest(data.url, tuple(data.collections)))
        document = result.document
        status = 201 if result.change is PutChange.CREATED else 200
        return Response(
            PutView.of_result(result),
            status_code=status if document.status is DocumentStatus.PROCESSED else 202,
            headers={"Location": f"/api/document/{document.id}/"},
        )
