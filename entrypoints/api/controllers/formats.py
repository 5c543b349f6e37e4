"""The formats of files that are read."""

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get

from application.ports.text_extractor import TextExtractor
from entrypoints.api.problems import problems
from entrypoints.api.roles import READER
from entrypoints.api.schemas import FormatList, FormatView


class FormatController(Controller):
    """The formats of files that are read."""

    path = "/api/format"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get("/", responses=problems())
    @inject
    async def list_formats(self, extractor: FromDishka[TextExtractor]) -> FormatList:
        """List the formats that are read, with the usual endings of their names."""
        return FormatList([FormatView.of(each) for each in extractor.formats])
