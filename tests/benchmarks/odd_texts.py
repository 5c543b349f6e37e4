"""What texts cost that are not prose: each is ingested by a server of its own, or refused."""

import base64
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

from tests.benchmarks.figures import Figure, times
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import real_text
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess

SHARE = 0.5  # of the megabytes that the ingest benchmark uses
PATIENCE = 1800.0  # seconds for one upload
MOST = 3.0  # times the time of prose
RUN = 500  # characters of prose, then of symbols, where they take turns
SYMBOLS = "[](){}<>|/!?;:,.#*^~ \n"
CHOICE = random.Random(7)  # noqa: S311 - chooses texts


def _symbols(size: int) -> str:
    return "".join(CHOICE.choices(SYMBOLS, k=size))


def _symbols_in_prose(size: int) -> str:
    prose = real_text(size / 2e6)
    return "".join(
        prose[start : start + RUN] + _symbols(RUN) for start in range(0, len(prose), RUN)
    )


def _attachment(size: int) -> str:
    encoded = base64.encodebytes(CHOICE.randbytes(size * 3 // 4)).decode()
    return f"See the attachment.\n\n{encoded}"[:size]  # which is no text without the words


def _new_words(size: int) -> str:
    words = ("".join(CHOICE.choices(ascii_lowercase, k=7)) for _ in range(size // 8))
    return " ".join(words)


def _list_below_a_long_line(size: int) -> str:
    prose = " ".join(real_text(size / 2e6).split())
    return f"{prose}:\n\n" + "- one of the items\n" * (size // 36)


ODD: dict[str, Callable[[int], str]] = {
    "one letter": lambda size: "a" * size,
    "one bracket": lambda size: "[" * size,
    "dots": lambda size: "." * size,
    "rulers": lambda size: ("-" * 80 + "\n") * (size // 81),
    "base64 in lines": _attachment,
    "digits": lambda size: "".join(CHOICE.choices("0123456789", k=size)),
    "0 and 1 between commas": lambda size: ",".join(CHOICE.choices("01", k=size // 2)),
    "symbols and prose in turns": _symbols_in_prose,
    "symbols": _symbols,
    "words that occur once": _new_words,
    "a list below one long line": _list_below_a_long_line,
}


def run(sizes: Sizes) -> list[Figure]:
    """Ingest prose, then texts of the same size without any."""
    megabytes = sizes.megabytes * SHARE
    prose, _ = _ingested(real_text(megabytes))
    figures = [Figure(f"{megabytes:g} MB of prose", f"{prose:.0f} s")]
    for name, text_of in ODD.items():
        seconds, refused = _ingested(text_of(int(megabytes * 1e6)))
        figures.append(
            Figure(
                f"the same of {name}",
                f"refused after {seconds:.0f} s" if refused else f"{seconds:.0f} s",
                ratio=times(seconds / prose),
                bar=f"≤ × {MOST:.0f}",
                met=seconds <= MOST * prose,
            )
        )
    return figures


def _ingested(text: str) -> tuple[float, bool]:
    """Return the seconds of one upload, and whether it was refused as too costly."""
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        server = QuothProcess(Path(folder) / "data")
        with server, server.client() as client:
            client.timeout = PATIENCE
            upload(client, real_text(0.01), "first.md")  # loads what is loaded once
            started = time.perf_counter()
            response = client.post("/api/document/", files={"file": ("odd.txt", text.encode())})
            seconds = time.perf_counter() - started
            refused = response.status_code == 422 and response.json()["code"] == "text_too_costly"
            assert refused or response.status_code == 201, response.text
            return seconds, refused
