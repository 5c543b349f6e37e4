import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useRef, useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";

const { page, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { accessibilityViolations } from "@/testing/accessibility";
import { Shortcuts, type Shown } from "./Shortcuts";

const SESSION = { session_id: "1", title: "How do pumps fail?" };
const DOCUMENT = { document_id: "5", filename: "pumps.pdf" };

beforeEach(() => {
  Element.prototype.checkVisibility = () => true;
  server.on("GET /api/session", () => page([SESSION]));
  server.on("GET /api/document", () => page([DOCUMENT]));
  server.on("GET /api/me", () => Response.json({ role: "reader", name: "Ada" }));
});

function Page({ children }: { children?: React.ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const [shown, setShown] = useState<Shown>(null);
  return (
    <>
      <main ref={main}>
        <h1>A page</h1>
        <input aria-label="Question" />
        {children}
      </main>
      <Shortcuts main={main} shown={shown} onShow={setShown} />
    </>
  );
}

const focused = () => document.activeElement;
const palette = () => screen.findByRole("dialog", { name: "Search and commands" });
const options = () => screen.getAllByRole("option").map(({ textContent }) => textContent);

test("Ctrl+K opens the palette, in which the latest questions, pages and actions stand", async () => {
  show(<Page />);
  await userEvent.keyboard("{Control>}k{/Control}");
  await waitFor(async () => expect((await palette()).contains(focused())).toBe(true));
  await screen.findByRole("option", { name: "How do pumps fail?" });
  expect(options()).toEqual([
    "How do pumps fail?",
    "New question",
    "Documents",
    "Settings",
    "Use the light theme",
    "Use the dark theme",
    "Use the theme of the system",
    "Show keyboard shortcuts",
  ]);
  expect(await accessibilityViolations()).toEqual([]);
});

test("the palette finds by what is typed, and Enter opens the first", async () => {
  const { history } = show(<Page />);
  await userEvent.keyboard("{Control>}k{/Control}");
  await palette();
  await userEvent.keyboard("pump");
  await screen.findByRole("option", { name: "pumps.pdf" });
  expect(options()).toEqual(["How do pumps fail?", "pumps.pdf"]);
  await waitFor(() => expect(server.log).toContain("GET /api/session?limit=5&query=pump"));
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(history.at(-1)).toBe("/documents/5");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(focused()).toBe(screen.getByRole("heading", { level: 1 })));
});

test("Enter opens nothing that other words have found", async () => {
  server.on("GET /api/document", () => page([]));
  const { history } = show(<Page />);
  await userEvent.keyboard("{Control>}k{/Control}");
  await palette();
  await screen.findByRole("option", { name: "How do pumps fail?" });
  await userEvent.keyboard("settings{Enter}");
  expect(history.at(-1)).toBe("/settings");
});

test("Escape closes the palette, and returns focus", async () => {
  show(<Page />);
  const question = screen.getByRole("textbox", { name: "Question" });
  await userEvent.click(question);
  await userEvent.keyboard("{Control>}k{/Control}");
  await palette();
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(focused()).toBe(question);
});

test("an action of the palette is done", async () => {
  show(<Page />);
  await userEvent.keyboard("{Control>}k{/Control}");
  await palette();
  await userEvent.keyboard("dark");
  await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(3));
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(document.documentElement.dataset.theme).toBe("dark");
});

test("a question mark shows all shortcuts, but not where somebody types", async () => {
  show(<Page />);
  await userEvent.type(screen.getByRole("textbox", { name: "Question" }), "why?");
  expect(screen.queryByRole("dialog")).toBeNull();
  await userEvent.click(screen.getByRole("heading", { level: 1 }));
  await userEvent.keyboard("?");
  const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(await within(dialog).findByText(/^Previous and next quotation;/)).toBeDefined();
});

test("a question mark does nothing in front of another dialog", async () => {
  const onShow = vi.fn();
  show(
    <>
      <Shortcuts main={{ current: null }} shown={null} onShow={onShow} />
      <div role="dialog" aria-label="Delete?">
        <button type="button">Delete</button>
      </div>
    </>,
  );
  screen.getByRole("button", { name: "Delete" }).focus();
  await userEvent.keyboard("?");
  expect(onShow).not.toHaveBeenCalled();
  screen.getByRole("button", { name: "Delete" }).blur();
  await userEvent.keyboard("?");
  expect(onShow).toHaveBeenCalledOnce();
});

test("a slash goes to the search field of the page, or opens the palette without one", async () => {
  show(
    <Page>
      <input type="search" aria-label="Search" />
    </Page>,
  );
  await userEvent.keyboard("/");
  const search = screen.getByRole("searchbox", { name: "Search" });
  expect(focused()).toBe(search);
  search.remove();
  await userEvent.keyboard("/");
  expect(await palette()).toBeDefined();
});

test("whoever has switched single keys off can type them", async () => {
  localStorage.setItem("quoth.keys", "off");
  show(<Page />);
  await userEvent.keyboard("?/");
  expect(screen.queryByRole("dialog")).toBeNull();
  await userEvent.keyboard("{Control>}k{/Control}");
  expect(await palette()).toBeDefined();
});
