"""What moves on a page that nobody moved."""

from typing import Any

from playwright.sync_api import Page

MOST_SHIFT = 0.01  # Cumulative Layout Shift, of which 0.1 counts as good

# a script for `Pages`, which notes every layout shift from the load of a page on
SHIFTS = """
window.shifts = [];
window.shiftValues = [];
const partOf = (node) => {
  let part = node;
  while (part?.parentNode && part.parentNode.nodeName !== "ARTICLE") part = part.parentNode;
  return part?.textContent ?? "";
};
const note = (entries) => {
  for (const { hadRecentInput, sources, startTime, value } of entries) {
    if (hadRecentInput) continue;
    shiftValues.push({ at: startTime / 1000, value });
    for (const { node, previousRect: from, currentRect: to } of sources)
      shifts.push({
        cell: node?.nodeName === "TH" || node?.nodeName === "TD",
        what: `${node?.nodeName} of ${partOf(node).slice(0, 80)}`,
        vertically: to.y - from.y,
      });
  }
};
const observer = new PerformanceObserver((list) => note(list.getEntries()));
observer.observe({ type: "layout-shift", buffered: true });
// a browser reports some time after a shift
window.shiftsSoFar = () => {
  note(observer.takeRecords());
  return shifts.splice(0);
};
window.shiftValuesSoFar = () => {
  note(observer.takeRecords());
  return shiftValues;
};
"""
WINDOW_SECONDS = 5  # as https://web.dev/articles/cls defines the measure
GAP_SECONDS = 1


def shifts_so_far(page: Page) -> list[dict[str, Any]]:
    """Return what has moved since the page was loaded, or since this was called before."""
    moved: list[dict[str, Any]] = page.evaluate("() => shiftsSoFar()")
    return moved


def cumulative_layout_shift(page: Page) -> float:
    """Return the largest sum of the layout shifts of one window of time since the page's load.

    A window ends when nothing has moved for a second, and after five seconds.
    """
    largest = total = began = last = 0.0
    for shift in page.evaluate("() => shiftValuesSoFar()"):
        at = shift["at"]
        if at - last >= GAP_SECONDS or at - began >= WINDOW_SECONDS:
            total, began = 0.0, at
        total += shift["value"]
        last = at
        largest = max(largest, total)
    return largest
