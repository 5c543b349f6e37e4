"""Conversations as files."""

from dataclasses import dataclass
from enum import StrEnum

from litestar import Response
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema

from application.conversation.read_transcript import WholeConversation
from domain.answering.transcript import UNTITLED, transcript
from entrypoints.api.downloads import DOWNLOAD_HEADERS, attachment

_NAME_LENGTH = 80  # characters


class TranscriptFormat(StrEnum):
    """What a conversation can be saved as."""

    MARKDOWN = "markdown"
    HTML = "html"


_MEDIA_TYPES = {TranscriptFormat.MARKDOWN: "text/markdown", TranscriptFormat.HTML: "text/html"}
_ENDINGS = {TranscriptFormat.MARKDOWN: "md", TranscriptFormat.HTML: "html"}


@dataclass
class TranscriptOperation(Operation):
    """Describes the response, which is no JSON."""

    def __post_init__(self) -> None:
        """Add the response to the description of the handler."""
        text = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
        content = dict.fromkeys(_MEDIA_TYPES.values(), text)
        described = OpenAPIResponse(description="The conversation.", content=content)
        self.responses = {**(self.responses or {}), "200": described}


def transcript_file(read: WholeConversation, form: TranscriptFormat) -> Response[str]:
    """Return a conversation as a file to download."""
    if form is TranscriptFormat.HTML:
        # only here: its parser is not loaded for anything else
        from entrypoints.api.html_transcript import html_transcript as transcript_in
    else:
        transcript_in = transcript
    name = (read.session.title or UNTITLED).replace("/", "-").strip(" .")[:_NAME_LENGTH].strip()
    return Response(
        "".join(transcript_in(read.session, read.messages, read.gone)),
        media_type=_MEDIA_TYPES[form],
        headers={
            **{key: value for key, value in DOWNLOAD_HEADERS.items() if key != "Accept-Ranges"},
            "Content-Disposition": attachment(f"{name or UNTITLED}.{_ENDINGS[form]}"),
        },
    )
