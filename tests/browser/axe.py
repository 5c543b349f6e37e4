"""What axe-core, which knows the rules of accessibility, has against a page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "entrypoints/web/node_modules/axe-core/axe.min.js"


def axe(page: Page) -> list[str]:
    """Return a line for each rule that the page breaks, with the elements that break it."""
    # evaluated, and not added as an element, which the policy of the page would stop
    page.evaluate(SCRIPT.read_text() + "; undefined")
    found: dict[str, Any] = page.evaluate("() => axe.run()")
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + ", ".join(str(node["target"]) for node in rule["nodes"])
        for rule in found["violations"]
    ]
