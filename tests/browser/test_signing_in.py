"""Signing in with a key and at a provider, in a browser that decides which cookies it sends."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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


class Served(uvicorn.Server):
    """The application with its authenticators, on fakes and a socket, in a thread of its own."""

    def __init__(self, fakes: Fakes) -> None:
        super().__init__(uvicorn.Config("", port=0, log_config=None))
        self.ready = threading.Event()
        self.base_url = ""
        self._fakes = fakes

    def serve_to_end(self) -> None:
        """Serve until the server is told to stop."""
        asyncio.run(self._serve_fakes())

    async def _serve_fakes(self) -> None:
        container = fake_container(self._fakes, test_settings(oidc_groups=RULES))
        authenticators = await authenticators_of(container, "machine", on_loopback=True)
        self.config.app = create_api(container, authenticators)
        await self.serve()
        await container.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind a port, and say that it is open."""
        await super().startup(sockets)
        port = self.servers[0].sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{port}"
        self.ready.set()


@contextmanager
def served(fakes: Fakes) -> Iterator[str]:
    """Serve while the block runs, and yield the address."""
    server = Served(fakes)
    thread = threading.Thread(target=server.serve_to_end)
    thread.start()
    assert server.ready.wait(30)
    yield server.base_url
    server.should_exit = True
    thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without cookies, whose provider is of another site than the page."""
    with running_provider() as provider:
        fakes = Fakes()
        fakes.provider = provider.client()
        with served(fakes) as address:
            context = browser.new_context(base_url=address)
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
    page.get_by_label("Key", exact=True).fill(key)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Access").click()
    expect(page.get_by_role("row", name="Ada Lovelace")).to_have_count(4)
    page.get_by_role("button", name="Revoke Ada's laptop").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("heading", name="Sign in to Quoth")).to_be_visible()
