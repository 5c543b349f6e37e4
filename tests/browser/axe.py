"""What axe-core, which knows the rules of accessibility, has against a page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# the headings of a document are its own, and those of the text that is not drawn are not there
RUN = """
async () => {
  const texts = ['[aria-label="Text of the document"]', '[aria-label="Text des Dokuments"]'];
  const only = {resultTypes: ["violations"]};
  if (!document.querySelector(texts.join())) return (await axe.run(only)).violations;
  const whole = await axe.run({...only, rules: {"heading-order": {enabled: false}}});
  const outside = {exclude: texts.map((each) => [each])};
  const order = await axe.run(outside, {...only, runOnly: ["heading-order"]});
  return [...whole.violations, ...order.violations];
}
"""

SCRIPT = Path(__file__).parents[2] / "entrypoints/web/node_modules/axe-core/axe.min.js"


def axe(page: Page) -> list[str]:
    """Return a line for each rule that the page breaks, with the elements that break it."""
    if not page.evaluate("'axe' in window"):
        # evaluated, and not added as an element, which the policy of the page would stop
        page.evaluate(SCRIPT.read_text() + "; undefined")
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: "
        + ", ".join(str(node["target"]) for node in rule["nodes"])
        for rule in found
    ]
