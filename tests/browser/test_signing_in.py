"""Signing in with a key and at a provider, in a real browser that decides which cookies it sends."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect

from domain.access.member import GroupRule
from domain.access.role import Role
from entrypoints.api.app import create_api
from entrypoints.api.authenticators import authenticators_of
from tests.browser.axe import axe
from tests.fakes.wiring import Fakes, fake_container, test_settings
from tests.support.oidc import LETS_PROVIDER_WARN, running_provider

pytestmark = LETS_PROVIDER_WARN

RULES = (GroupRule("admins", "default", Role.ADMIN), GroupRule("staff", "library", Role.READER))


@dataclass
class Served:
    """The application with its authenticators, on fakes and a socket, in a thread of its own."""

    fakes: Fakes
    base_url: str = ""
    server: uvicorn.Server | None = field(default=None, repr=False)
    ready: threading.Event = field(default_factory=threading.Event, repr=False)

    def run(self) -> None:
        """Serve until the server is told to stop."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        container = fake_container(self.fakes, test_settings(oidc_groups=RULES))
        authenticators = await authenticators_of(container, "machine", on_loopback=True)
        app = create_api(container, authenticators)
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))  # type: ignore[arg-type] # both type ASGI
        serving = asyncio.create_task(self.server.serve())
        while not self.server.started:
            await asyncio.sleep(0.01)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{port}"
        self.ready.set()
        await serving
        await container.close()


@contextmanager
def served(fakes: Fakes) -> Iterator[Served]:
    """Serve while the block runs."""
    application = Served(fakes)
    thread = threading.Thread(target=application.run)
    thread.start()
    assert application.ready.wait(30)
    yield application
    assert application.server is not None
    application.server.should_exit = True
    thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without cookies, whose provider is of another site than the page."""
    with running_provider() as provider:
        fakes = Fakes()
        fakes.provider = provider.client()
        with served(fakes) as application:
            context = browser.new_context(base_url=application.base_url)
            yield context
            context.close()


def sign_in_at_provider(page: Page, subject: str) -> None:
    """Go to the provider, sign in there, and come back."""
    page.get_by_role("link", name="Sign in with your organisation").click()
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def test_people_come_in_with_a_key_or_from_a_provider(context: BrowserContext) -> None:
    """The first key closes the door behind it, and the cookie of the provider's way back holds."""
    page = context.new_page()
    page.goto("/access")
    page.get_by_label("Name").fill("Ada's laptop")
    page.get_by_role("button", name="Make a key").click()
    key = page.locator("section[aria-labelledby=keys] p > code").inner_text()
    account = page.get_by_label("Account")
    expect(account).to_contain_text("Ada's laptop")
    [cookie] = context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")

    account.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to Quoth")).to_be_visible()
    assert context.cookies() == []
    assert axe(page) == []
    sign_in_at_provider(page, "eve")
    expect(page.get_by_role("alert")).to_contain_text("none of your groups")
    assert page.url.endswith("/")
    sign_in_at_provider(page, "ada")
    expect(account).to_contain_text("Ada Lovelace")
    account.get_by_label("Workspace").select_option("library")
    expect(account.get_by_label("Workspace")).to_have_value("library")
    expect(page.get_by_role("link", name="Access")).to_have_count(0)

    account.get_by_role("button", name="Sign out").click()
    page.get_by_label("Key").fill(key)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Access").click()
    expect(page.get_by_role("row", name="Ada Lovelace")).to_have_count(4)
    page.get_by_role("button", name="Revoke Ada's laptop").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("heading", name="Sign in to Quoth")).to_be_visible()
