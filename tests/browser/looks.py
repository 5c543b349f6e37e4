"""How each state can be looked at: how wide, in which colours, language and direction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from playwright.sync_api import Page

from tests.browser.rare_states import RARE_STATES
from tests.browser.stage import Stage
from tests.browser.states import STATES

EVERY_STATE = {**STATES, **RARE_STATES}
WIDTHS = {360: 740, 820: 1180, 1440: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NOT_ON_PHONES = ("citation_card",)  # which comes to a mouse and to the keyboard

# a script for `Pages`: the pages set their direction when they set their language
FROM_THE_RIGHT = """
const turn = () => {
  const root = document.documentElement;
  if (root && root.dir !== "rtl") root.dir = "rtl";
};
new MutationObserver(turn).observe(document, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["dir"],
});
turn();
"""
# as if it was chosen in another tab; states are made in English, by its names
SPEAK_GERMAN = """() => {
  localStorage.setItem("quoth.language", "de");
  dispatchEvent(new StorageEvent("storage"));
}"""
SPEAKS_GERMAN = "() => document.documentElement.lang.startsWith('de')"
# colours go over into those of the other scheme
SETTLED = """() => Promise.allSettled(document.getAnimations()
    .filter((each) => each instanceof CSSTransition).map((each) => each.finished))"""


@dataclass(frozen=True)
class Look:
    """A state on a screen, whose colours and language can change while it is shown.

    Attributes:
        from_the_right: Whether the page is laid out from right to left.
    """

    state: str
    width: int
    from_the_right: bool

    def __str__(self) -> str:
        """Return its name in reports and of its pictures."""
        return f"{self.state}-{self.width}{'-rtl' if self.from_the_right else ''}"

    @property
    def options(self) -> dict[str, Any]:
        """What a page of `Pages` has to be opened with."""
        is_phone = self.width == min(WIDTHS)
        return {
            "viewport": {"width": self.width, "height": WIDTHS[self.width]},
            "has_touch": is_phone,
            "is_mobile": is_phone,
            "script": FROM_THE_RIGHT if self.from_the_right else "",
        }

    def show(self, page: Page, stage: Stage) -> Iterator[str]:
        """Yield a name for each way of colour and language, with the page as it is then."""
        EVERY_STATE[self.state](page, stage)
        yield from _in_both_schemes(page, "")
        if not self.from_the_right:
            page.evaluate(SPEAK_GERMAN)
            page.wait_for_function(SPEAKS_GERMAN)
            yield from _in_both_schemes(page, "-de")


LOOKS = [
    Look(state, width, from_the_right)
    for state in EVERY_STATE
    for width in WIDTHS
    for from_the_right in (False, True)
    if not (width == min(WIDTHS) and state in NOT_ON_PHONES)
]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    width: int = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return width


def _in_both_schemes(page: Page, language: str) -> Iterator[str]:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        yield f"{scheme}{language}"
