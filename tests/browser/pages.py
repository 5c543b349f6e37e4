"""Pages that tests share, and the guard on every page."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

# of the same origin as the pages, so that the browser does not start another process for it
EMPTY = "/favicon.svg"
VIEWPORT: ViewportSize = {"width": 1280, "height": 720}
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("Content Security Policy: " + event.violatedDirective + " " + event.blockedURI));
"""


class Pages:
    """Opens guarded pages, and lends one that is open already wherever it will do.

    Attributes:
        strayed: What pages did that they must not.
    """

    def __init__(self, browser: Browser) -> None:
        """Open pages in this browser."""
        self.strayed: list[str] = []
        self._browser = browser
        self._free: dict[str, Page] = {}
        self._lent: dict[str, Page] = {}

    def open(self, base_url: str, script: str = "", **options: Any) -> Page:
        """Open a page in a context of its own, which runs a script before those of each page."""
        context = self._browser.new_context(base_url=base_url, **options)
        self._guard(context, base_url)
        if script:
            context.add_init_script(script)
        return context.new_page()

    def lend(
        self,
        base_url: str,
        script: str = "",
        viewport: ViewportSize = VIEWPORT,
        color_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["no-preference", "reduce"] = "no-preference",
        **options: Any,
    ) -> Page:
        """Return a shared page of this server, as good as new; what cannot be changed is its key.

        Lent again in the same test, it is the same page.
        """
        key = _key(base_url, script, options)
        page = self._lent.get(key)
        if page is not None:
            _clear(page)
        else:
            page = self._free.pop(key, None)
        if page is None:
            page = self.open(base_url, script, viewport=viewport, **options)
        self._lent[key] = page
        page.set_viewport_size(viewport)
        page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion)
        return page

    def take_back(self) -> None:
        """Clear the pages that are lent; one that cannot be cleared is not lent again."""
        lent, self._lent = self._lent, {}
        for key, page in lent.items():
            _clear(page)
            self._free[key] = page

    def _guard(self, context: BrowserContext, base_url: str) -> None:
        def hear(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text:
                self.strayed.append(message.text)

        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", hear)
        context.on("weberror", lambda error: self.strayed.append(f"uncaught: {error.error}"))
        context.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(f"{base_url}/")
                else self.strayed.append(f"asked elsewhere: {request.url}")
            ),
        )


def _key(base_url: str, script: str, options: Mapping[str, Any]) -> str:
    return json.dumps([base_url, script, options], sort_keys=True)


def _clear(page: Page) -> None:
    """Leave what a page shows, and forget what it kept and what was put in its way."""
    page.unroute_all(behavior="ignoreErrors")
    page.goto(EMPTY)
    page.evaluate(FORGET)
    page.mouse.move(0, 0)
    page.context.clear_cookies()
    page.context.clear_permissions()
