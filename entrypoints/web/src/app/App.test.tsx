import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, test, vi } from "vitest";
import { Link } from "wouter";

const { page, problem, server, setMedia, show } = await vi.hoisted(
  () => import("@/testing/pageEnvironment"),
);

vi.mock("@/features/conversations/ConversationPage", () => ({
  ConversationPage({ sessionId }: { sessionId: string | null }) {
    if (sessionId === "broken") throw new Error("The page is broken");
    return (
      <>
        <h1>{sessionId === null ? "New question" : `Conversation ${sessionId}`}</h1>
        <input aria-label="Question" />
        <Link href="/c/9">Ask</Link>
      </>
    );
  },
}));
vi.mock("@/features/documents/DocumentsPage", () => ({ DocumentsPage: () => <h1>Documents</h1> }));
vi.mock("@/features/documents/DocumentPage", () => ({
  DocumentPage: ({ documentId }: { documentId: string }) => <h1>Document {documentId}</h1>,
}));

import { App } from "./App";

const SESSION = {
  session_id: "1",
  title: "How do pumps fail?",
  created_at: "2026-01-01T10:00:00Z",
  updated_at: "2026-01-01T10:00:00Z",
};

const HEALTHY = {
  status: "healthy",
  database: "connected",
  embedding_service: "loaded",
  embedding_dim: 384,
  language_model: "extractive",
  version: "1.0.0",
};

beforeEach(() => {
  server.on("GET /api/session", () => page([SESSION]));
  server.on("GET /api/health", () => Response.json(HEALTHY));
  server.on("GET /api/health/live/", () => Response.json({ status: "alive" }));
});

const focused = () => document.activeElement;
const heading = (name: string) => screen.findByRole("heading", { level: 1, name });

test.each([
  ["/", "New question"],
  ["/c/7", "Conversation 7"],
  ["/documents", "Documents"],
  ["/documents/", "Documents"],
  ["/documents/5", "Document 5"],
  ["/nowhere", "Page not found"],
])("shows at %s the page %s", async (path, name) => {
  show(<App />, path);
  expect(await heading(name)).toBeDefined();
  expect(focused()).toBe(document.body);
});

test("moves focus to the heading of the page after navigation", async () => {
  show(<App />);
  await userEvent.click(screen.getByRole("link", { name: "Documents" }));
  const shown = await heading("Documents");
  await waitFor(() => expect(focused()).toBe(shown));
  expect(screen.getByRole("link", { name: "Documents" }).getAttribute("aria-current")).toBe("page");

  await userEvent.click(await screen.findByRole("link", { name: "How do pumps fail?" }));
  expect(focused()).toBe(await heading("Conversation 1"));
});

test("leaves focus where it is if the same page stays at another address", async () => {
  show(<App />);
  const question = screen.getByRole("textbox", { name: "Question" });
  await userEvent.click(screen.getByRole("link", { name: "Ask" }));
  expect(await heading("Conversation 9")).toBeDefined();
  // the same element: typed and streamed text survive
  expect(screen.getByRole("textbox", { name: "Question" })).toBe(question);
  expect(focused()).toBe(screen.getByRole("link", { name: "Ask" }));
});

test("has a link that skips to the content", async () => {
  show(<App />);
  await userEvent.tab();
  expect(focused()?.textContent).toBe("Skip to content");
  expect(focused()?.getAttribute("href")).toBe(`#${screen.getByRole("main").id}`);
});

test("sets the title of an unknown page", async () => {
  show(<App />, "/nowhere");
  await heading("Page not found");
  expect(document.title).toBe("Not found · Quoth");
});

test("shows the error in place of a page that fails to render, until another is opened", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  show(<App />, "/c/broken");
  expect(screen.getByRole("heading", { level: 1, name: "Something went wrong" })).toBeDefined();
  expect(screen.getByText("The page is broken")).toBeDefined();
  expect(screen.getByRole("button", { name: "Reload the page" })).toBeDefined();

  await userEvent.click(await screen.findByRole("link", { name: "How do pumps fail?" }));
  expect(await heading("Conversation 1")).toBeDefined();
});

test("reloads what could not be loaded once the server is healthy again", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  server.on("GET /api/session", () => problem(500, "internal", "Something broke."));
  show(<App />);
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  expect(screen.getByText("Something broke.")).toBeDefined();

  server.on("GET /api/health", () => problem(503, "starting", "Quoth is starting."));
  await act(() => vi.advanceTimersByTimeAsync(30_000));
  server.on("GET /api/session", () => page([SESSION]));
  server.on("GET /api/health", () => Response.json(HEALTHY));
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(screen.getByRole("link", { name: "How do pumps fail?" })).toBeDefined();
  vi.useRealTimers();
});

test.each([["(min-width: 50rem)"], ["print"]])("has no axe violations at %s", async (media) => {
  setMedia(media);
  show(<App />);
  await screen.findByRole("main");
  if (media === "print") await userEvent.click(screen.getByRole("button", { name: "Menu" }));
  await screen.findByRole("link", { name: "How do pumps fail?" });
  const { violations } = await axe.run(document.body, {
    // jsdom does not render pixels
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test("shows the sidebar in a drawer on narrow screens", async () => {
  setMedia();
  show(<App />);
  const menu = screen.getByRole("button", { name: "Menu" });
  expect(screen.queryByRole("link", { name: "Documents" })).toBeNull();

  await userEvent.click(menu);
  const drawer = await screen.findByRole("dialog", { name: "Menu" });
  await waitFor(() => expect(drawer.contains(focused())).toBe(true));
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(focused()).toBe(menu);
});

test("closes the drawer after navigation, and moves focus to the page", async () => {
  setMedia();
  show(<App />);
  await userEvent.click(screen.getByRole("button", { name: "Menu" }));
  await userEvent.click(await screen.findByRole("link", { name: "Documents" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const shown = await heading("Documents");
  await waitFor(() => expect(focused()).toBe(shown));
});

test("closes the drawer when the link to the current page is followed", async () => {
  setMedia();
  show(<App />);
  await userEvent.click(screen.getByRole("button", { name: "Menu" }));
  await userEvent.click(await screen.findByRole("link", { name: "New question" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(focused()).toBe(await heading("New question"));
});

test("says that the server is starting when the sidebar is hidden", async () => {
  setMedia();
  server.on("GET /api/health", () =>
    Response.json(
      {
        status: "starting",
        database: "starting",
        embedding_service: "starting",
        language_model: "groq",
      },
      { status: 503 },
    ),
  );
  show(<App />);
  expect(await screen.findByText(/Quoth is starting/)).toBeDefined();
});
