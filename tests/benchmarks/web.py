"""The web client in Chromium on a real server: how smoothly it draws large contents."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.benchmarks.figures import Figure, p95
from tests.benchmarks.sizes import Sizes
from tests.browser.conftest import FOUND, NOT_FOUND, launched
from tests.browser.crowds import (
    TOKENS,
    TURNS,
    Crowd,
    crowd,
    long_answer,
    scroll_to_document,
)
from tests.browser.first_load import FIRST_LOAD_BYTES, first_load
from tests.browser.shifts import MOST_SHIFT, SHIFTS, cumulative_layout_shift
from tests.browser.walking import ask
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread

DOCUMENTS = 50_000
SLOW_FRAME = 0.05  # seconds
PIECE, PACE = 4, 1_000  # tokens at once, and in a second
SCROLLED_FRAMES = 300
FRAME_SCROLLS = 400  # pixels, half a screen
ROW, TURN = "main tbody tr", "main article"
# asked for here and seldom: an `expect` that waits describes the whole page to its caller each
# time it looks, which would be the longest frames of a long answer
IS_WRITTEN = """() => [...document.querySelectorAll("main article button")]
  .some((each) => each.textContent === "Ask again")"""
LOOK = 500  # milliseconds
GAPS = """
window.gaps = [];
let last = performance.now();
const tick = (now) => { gaps.push((now - last) / 1000); last = now; requestAnimationFrame(tick); };
requestAnimationFrame(tick);
"""
SCROLL = """([row, frames, pixels]) => new Promise((resolve) => {
  let box = document.querySelector(row);
  while (getComputedStyle(box).overflowY !== "auto") box = box.parentElement;
  gaps.length = 0;
  const step = () => {
    box.scrollTop += pixels;
    if (--frames > 0) requestAnimationFrame(step);
    else resolve();
  };
  requestAnimationFrame(step);
})"""


@dataclass(frozen=True, slots=True)
class Frames:
    """The times between consecutive frames, in seconds."""

    gaps: list[float]

    @property
    def longest(self) -> str:
        """The longest time, as text."""
        return f"{max(self.gaps) * 1000:.0f} ms"

    @property
    def slow(self) -> str:
        """The number of frames that are visibly slow, as text."""
        return f"{sum(gap > SLOW_FRAME for gap in self.gaps)} of {len(self.gaps):,}"

    @property
    def both(self) -> str:
        """The 95th percentile, the longest time and the slow frames, as text."""
        return f"p95 {p95(self.gaps):.0f} ms, longest {self.longest}, over 50 ms {self.slow}"


def run(_: Sizes) -> list[Figure]:
    """Measure the first load, a long answer and long lists."""
    if FOUND is None:
        return [Figure(f"the web client: not measured, {NOT_FOUND}", "")]
    with (
        tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder,
        groq_server_in_thread() as groq,
        QuothProcess(Path(folder) / "data", groq.base_url, chat_rate_limit=0) as server,
        server.client() as client,
        launched(FOUND) as browser,
    ):
        upload(client, "The mill at Orbey was closed in 1911.")

        def open_page(locale: str = "en-US") -> Page:
            page = browser.new_context(base_url=server.base_url, locale=locale).new_page()
            page.add_init_script(GAPS)
            page.add_init_script(SHIFTS)
            return page

        weights = {
            language: first_load(open_page(locale))
            for language, locale in {"English": "en-US", "German": "de-DE"}.items()
        }
        answered, answer_shift = _long_answer(open_page(), groq)
        paced, _shift = _long_answer(open_page(), groq, PIECE, PIECE / PACE)
        with crowd(server.data_dir, DOCUMENTS) as added:
            loading, documents, list_shift = _documents(open_page(), added)
            messages = _messages(open_page(), added)
    shift = max(answer_shift, list_shift)
    return [
        *(
            Figure(
                f"first load, compressed, in {language}",
                f"{weight / 1000:.0f} kB",
                bar=f"≤ {FIRST_LOAD_BYTES / 1000:.0f} kB",
                met=weight <= FIRST_LOAD_BYTES,
            )
            for language, weight in weights.items()
        ),
        Figure(
            f"a {TOKENS:,}-token answer: longest gap between frames",
            answered.longest,
            bar="≤ 50 ms",
            met=max(answered.gaps) <= SLOW_FRAME,
        ),
        Figure(f"a {TOKENS:,}-token answer: frames over 50 ms", answered.slow),
        Figure(
            f"the same at {PACE:,} tokens a second, as fast models write it: longest gap",
            paced.longest,
            bar="≤ 50 ms",
            met=max(paced.gaps) <= SLOW_FRAME,
        ),
        Figure("the same: frames over 50 ms", paced.slow),
        Figure(
            "Cumulative Layout Shift of the first page with such an answer, and of the documents",
            f"{shift:.4f}",
            bar=f"≤ {MOST_SHIFT}",
            met=shift <= MOST_SHIFT,
        ),
        Figure(f"scrolling to the last of {DOCUMENTS:,} documents, between frames", loading.both),
        Figure(f"scrolling {DOCUMENTS:,} documents, time between frames", documents.both),
        Figure(f"scrolling {2 * TURNS:,} messages, time between frames", messages.both),
    ]


def _long_answer(
    page: Page, groq: GroqServer, tokens: int = 1, drip_seconds: float = 0.0
) -> tuple[Frames, float]:
    _, pieces = long_answer(tokens)
    groq.enqueue(answer(*pieces, drip_seconds=drip_seconds))
    page.goto("/")
    page.evaluate("() => { gaps.length = 0; }")
    # another question each time, or the answer comes from the cache
    ask(page, f"Tell me all of it, {tokens} at once.")
    page.wait_for_function(IS_WRITTEN, polling=LOOK, timeout=120_000)
    return _frames(page), cumulative_layout_shift(page)


def _documents(page: Page, added: Crowd) -> tuple[Frames, Frames, float]:
    """Return the frames on the way to the last document, and those of scrolling among all."""
    page.goto("/documents")
    expect(page.locator(ROW).first).to_be_visible()
    page.evaluate("() => { gaps.length = 0; }")
    scroll_to_document(page, added.oldest_document)
    loading = _frames(page)
    page.evaluate(SCROLL, [ROW, SCROLLED_FRAMES, -FRAME_SCROLLS])
    return loading, _frames(page), cumulative_layout_shift(page)


def _messages(page: Page, added: Crowd) -> Frames:
    page.goto(f"/c/{added.session_id}")
    expect(page.get_by_text(f"What of number {TURNS}?")).to_be_visible()
    page.evaluate(SCROLL, [TURN, SCROLLED_FRAMES, -FRAME_SCROLLS])
    return _frames(page)


def _frames(page: Page) -> Frames:
    gaps: list[float] = page.evaluate("() => gaps")
    return Frames(gaps)
