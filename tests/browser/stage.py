"""A server with a document and conversations of every kind, to come to the states of the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from domain.answering.abstention import MARK
from tests.browser.pace import Pace
from tests.e2e.command import ROOT
from tests.e2e.conversation import ask, create_session, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import Fault, GroqServer, Reply, answer, broken_off

MANUAL = ROOT / "docs" / "manual.md"
DELETING = "What happens when I delete a document?"
ABSTAINED = "What does a ticket to the moon cost?"
BROKEN = "How are passages found?"
PIECE = 12  # characters
WRITTEN = """Quoth takes the document out of everything that it answers from:

- The document is deleted with its text and its passages. [1]
- Cached answers that used it are deleted, so that no question is answered from it any more. [1] [2]
- Your own file is not touched.

| What | What becomes of it |
| --- | --- |
| its passages | deleted immediately [1] |
| answers in conversations | kept, with the words that they quoted |

To delete one from the command line:

```sh
curl -X DELETE http://127.0.0.1:8000/api/document/01927f6e-5b5a-7c3e-8f2a-3d5e6f708192/
```

It cannot be undone.
"""

RICH = r"""The height of a tide is $h = A \cos(\omega t)$, and its energy

$$E = \frac{1}{2} \rho g \int_0^L A^2 \, dx$$

for a coast of the length $L$. See the [tables](https://example.org/tides)[^note].

| Port | Height, m | When |
| :--- | ---: | :---: |
| Brest | 6.10 | spring<br>autumn |
| St Malo | 12.20 | spring |

```python
def height(amplitude: float, phase: float) -> float:
    return amplitude * math.cos(phase)
```

[^note]: Measured at the pier.
"""


def in_pieces(text: str) -> list[str]:
    """Return a text as a model would send it."""
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


@dataclass(frozen=True)
class Stage:
    """A server with documents and conversations, and what its model says next.

    Attributes:
        paces: Of the answers that were begun and not ended by the script.
    """

    server: QuothProcess
    groq: GroqServer
    document_id: str
    finished: str
    abstained: str
    failed: str
    paces: list[Pace]

    def end_answers(self) -> None:
        """Let every answer come to its end."""
        for pace in self.paces:
            pace.let()


@contextmanager
def set_stage(server: QuothProcess, groq: GroqServer) -> Iterator[Stage]:
    """Add what the states show to a server."""
    with server.client() as client:
        document = upload(client, MANUAL.read_text(), "quoth-manual.md")

        def conversation(question: str, reply: Reply) -> str:
            groq.enqueue(reply)
            session_id = create_session(client)
            for _ in ask(client, session_id, question):
                pass
            return session_id

        finished = conversation(DELETING, answer(*in_pieces(WRITTEN)))
        abstained = conversation(ABSTAINED, answer(MARK, " The passages do not name a price."))
        failed = conversation(BROKEN, broken_off("Passages are found by ", by=Fault.ERROR_EVENT))
    groq.clear()  # an answer that another stage was given comes from the cache
    stage = Stage(server, groq, document["document_id"], finished, abstained, failed, paces=[])
    yield stage
    stage.end_answers()
