"""The port for preparing many uploads somewhere else, such as on a cluster."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.documents.document import Upload
from domain.documents.prepared import PreparedTexts


@dataclass(frozen=True, slots=True)
class Preparation:
    """What was prepared of an upload.

    Attributes:
        upload: The upload.
        texts: Its text and those of the files in it, as far as they could be read.
        failure: Why it could not be prepared at all, in a sentence; empty if it could.
    """

    upload: Upload
    texts: PreparedTexts = field(default_factory=dict)
    failure: str = ""


class UploadPreparer(Protocol):
    """Reads, cuts and embeds uploads. It stores nothing."""

    def prepare(self, uploads: Sequence[Upload]) -> AsyncGenerator[Preparation, None]:
        """Yield each upload once, in any order, as soon as it is prepared.

        Their digests differ. It is not far ahead of the caller, who may take its time. A file that
        says nothing, or cannot be read, is yielded without a text.

        Raises:
            Unavailable: If no more uploads can be prepared.
        """
        ...
