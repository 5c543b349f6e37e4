"""Draw the icons of the installed page from its SVG: python -m tests.browser.icons."""

import sys
from pathlib import Path

from tests.browser.conftest import FOUND, NOT_FOUND, launched
from tests.e2e.command import ROOT

PUBLIC = ROOT / "entrypoints" / "web" / "public"
ROUND = ' rx="7"'
# systems cut the last two to a shape of their own, so their ground reaches to the edges
ICONS = {
    "icon-192.png": (192, True),
    "icon-512.png": (512, True),
    "icon-maskable-512.png": (512, False),
    "apple-touch-icon.png": (180, False),
}


def draw(folder: Path) -> None:
    """Write the icons into a folder."""
    drawn = (PUBLIC / "favicon.svg").read_text()
    with launched(FOUND or sys.exit(NOT_FOUND)) as browser:
        for name, (size, is_round) in ICONS.items():
            svg = drawn if is_round else drawn.replace(ROUND, "")
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
            page.screenshot(path=folder / name, omit_background=True)
            page.close()


if __name__ == "__main__":
    draw(PUBLIC)
