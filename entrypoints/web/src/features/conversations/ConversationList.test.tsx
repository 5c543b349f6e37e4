import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

const { page, problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import type { ListedSession } from "@/api/types";
import { ConversationList } from "./ConversationList";

const AT = "2026-01-01T10:00:00Z";

function session(id: string, title: string | null, changes: Partial<ListedSession> = {}) {
  const times = { created_at: AT, updated_at: AT };
  return { session_id: id, title, ...times, pinned: false, hit: null, ...changes };
}

const PUMPS = session("1", "How do pumps fail?");
const VALVES = session("2", "Which valves are there?");
const PIPES = session("3", "Which pipes are there?");

/** What the list reads first. */
const LISTED = ["GET /api/session?limit=50", "GET /api/session?limit=200&pinned=true"];

async function press(title: string, action: "Pin" | "Unpin" | "Rename" | "Delete") {
  const name = `Pin, rename or delete “${title}”`;
  await userEvent.click(await screen.findByRole("button", { name }));
  await userEvent.click(await screen.findByRole("menuitem", { name: action }));
}

async function choose(title: string, action: "Delete") {
  await press(title, action);
  return screen.findByRole("dialog");
}

/** Answers with the pinned conversations or with all, whichever is asked for. */
function listOf({ url }: Request, pinned: ListedSession[], all: ListedSession[]) {
  return page(new URL(url).searchParams.has("pinned") ? pinned : all);
}

test("lists conversations by title and marks the open one", async () => {
  server.on("GET /api/session", () => page([PUMPS, VALVES]));
  show(<ConversationList />, "/c/2");

  const open = await screen.findByRole("link", { name: VALVES.title ?? "" });
  expect(open.getAttribute("aria-current")).toBe("page");
  expect(open.getAttribute("href")).toBe("/c/2");
  expect(screen.getByRole("link", { name: PUMPS.title ?? "" }).hasAttribute("aria-current")).toBe(
    false,
  );
});

test("lays a title and the words that were found out in their own direction", async () => {
  const hit = { message_id: "m", excerpt: "الصمام مفتوح.", start: 0, end: 6 };
  server.on("GET /api/session", () => page([session("1", "كيف تعمل المضخة؟", { hit })]));
  show(<ConversationList />);
  const link = await screen.findByRole("link", { name: /المضخة/ });
  expect(link.querySelector("bdi")?.textContent).toBe("كيف تعمل المضخة؟");
  expect(link.querySelector("span")?.getAttribute("dir")).toBe("auto");
});

test("shows a conversation without questions only while it is open", async () => {
  server.on("GET /api/session", () => page([session("1", null), session("2", null), PIPES]));
  show(<ConversationList />, "/c/2");

  expect(await screen.findAllByRole("link")).toHaveLength(2);
  const open = screen.getByRole("link", { name: "New conversation" });
  expect(open.getAttribute("href")).toBe("/c/2");
});

test("fetches the next page when the end of the list is near", async () => {
  const first = Array.from({ length: 5 }, (_, i) => session(`a${i}`, `Question ${i}`));
  server.on("GET /api/session", ({ url }) =>
    url.includes("cursor=next") ? page([PUMPS]) : page(first, "next"),
  );
  show(<ConversationList />);
  expect(await screen.findByRole("link", { name: PUMPS.title ?? "" })).toBeDefined();
  expect(server.log).toHaveLength(3);
});

test("renders only the visible part of a long list", async () => {
  const many = Array.from({ length: 200 }, (_, i) => session(`a${i}`, `Question ${i}`));
  server.on("GET /api/session", () => page(many, "next"));
  show(<ConversationList />);

  const entries = await screen.findAllByRole("listitem");
  expect(entries.length).toBeLessThan(30);
  expect(entries[0]?.getAttribute("aria-posinset")).toBe("1");
  expect(server.log).toEqual(LISTED);
});

test("searches after typing has stopped", async () => {
  server.on("GET /api/session", ({ url }) =>
    page(new URL(url).searchParams.has("query") ? [VALVES] : [PUMPS, VALVES]),
  );
  show(<ConversationList />);
  await screen.findByRole("link", { name: PUMPS.title ?? "" });
  await userEvent.type(screen.getByRole("searchbox", { name: "Search conversations" }), "valv");

  await waitFor(() => expect(screen.getAllByRole("link")).toHaveLength(1));
  expect(screen.getByRole("link", { name: VALVES.title ?? "" })).toBeDefined();
  expect(server.log).toEqual([...LISTED, "GET /api/session?limit=50&query=valv"]);
});

test("shows no pinned conversation that a search does not find", async () => {
  const pinned = session("1", "Pinned?", { pinned: true });
  server.on("GET /api/session", (request) =>
    request.url.includes("query=") ? page([]) : listOf(request, [pinned], [pinned]),
  );
  show(<ConversationList />);
  await screen.findByRole("link", { name: "Pinned?" });
  await userEvent.type(screen.getByRole("searchbox"), "zebra");
  expect(await screen.findByText("No results for “zebra”.")).toBeDefined();
  expect(screen.queryByRole("link")).toBeNull();
});

test.each([
  ["the list has read the change first", [], [session("1", "Pumps?", { pinned: true })]],
  ["the pinned ones were read first", [session("1", "Pumps?", { pinned: true })], [PUMPS]],
])("shows a conversation once if %s", async (_, pinned, all) => {
  server.on("GET /api/session", (request) => listOf(request, pinned, [...all, VALVES]));
  show(<ConversationList />);
  expect(await screen.findAllByRole("link")).toHaveLength(2);
});

test("says when nothing matches, and when there are no conversations", async () => {
  server.on("GET /api/session", () => page([]));
  show(<ConversationList />);
  expect(await screen.findByText(/No conversations yet/)).toBeDefined();
  await userEvent.type(screen.getByRole("searchbox"), "zebra");
  expect(await screen.findByText("No results for “zebra”.")).toBeDefined();
});

test("shows an error and retries on request", async () => {
  server.on("GET /api/session", () => problem(503, "database_unavailable", "No database."));
  show(<ConversationList />);
  expect((await screen.findByRole("alert")).textContent).toContain("No database.");

  server.on("GET /api/session", () => page([PUMPS]));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: PUMPS.title ?? "" })).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("groups conversations by date, pinned ones first", async () => {
  const now = new Date().toISOString();
  const pinned = session("1", "Pinned?", { pinned: true });
  const all = [session("3", "New?", { created_at: now }), VALVES, pinned];
  server.on("GET /api/session", (request) => listOf(request, [pinned], all));
  show(<ConversationList />);
  expect(await screen.findAllByRole("link")).toHaveLength(3);
  const month = new Date(AT).toLocaleDateString(undefined, { month: "long", year: "numeric" });
  const names = screen.getAllByRole("heading", { level: 3 }).map((each) => each.textContent);
  expect(names).toEqual(["Pinned", "Today", month]);
  const titles = screen.getAllByRole("link").map((each) => each.textContent);
  expect(titles).toEqual(["Pinned?", "New?", VALVES.title]);
});

test("pins and unpins a conversation", async () => {
  let pumps = session("1", "Pumps?");
  server.on("GET /api/session", (request) => listOf(request, pumps.pinned ? [pumps] : [], [pumps]));
  server.on("PATCH /api/session/1", async (request) => {
    pumps = { ...pumps, ...((await request.json()) as { pinned: boolean }) };
    return Response.json(pumps);
  });
  show(<ConversationList />);
  await press("Pumps?", "Pin");
  expect(await screen.findByRole("heading", { name: "Pinned" })).toBeDefined();
  await press("Pumps?", "Unpin");
  await waitFor(() => expect(screen.queryByRole("heading", { name: "Pinned" })).toBeNull());
});

test("says why a conversation could not be pinned", async () => {
  server.on("GET /api/session", (request) => listOf(request, [], [PUMPS]));
  server.on("PATCH /api/session/1", () => problem(503, "database_unavailable", "No database."));
  show(<ConversationList />);
  await press("How do pumps fail?", "Pin");
  expect((await screen.findByRole("alert")).textContent).toContain("No database.");
});

test("shows where the words are that were searched for, and leads there", async () => {
  const hit = { message_id: "m", excerpt: "…the 🦜 old Pump is on.", start: 11, end: 15 };
  server.on("GET /api/session", ({ url }) =>
    page(new URL(url).searchParams.has("query") ? [session("1", "Why?", { hit })] : [VALVES]),
  );
  show(<ConversationList />);
  await userEvent.type(await screen.findByRole("searchbox"), "pump");
  const link = await screen.findByRole("link", { name: /old Pump is on/ });
  expect(link.querySelector("mark")?.textContent).toBe("Pump");
  expect(link.getAttribute("href")).toBe("/c/1?at=m");
  expect(screen.queryByRole("heading", { level: 3 })).toBeNull();
});

test("renames a conversation in its place and returns focus", async () => {
  let title = PUMPS.title;
  server.on("GET /api/session", () => page([session("1", title)]));
  server.on("PATCH /api/session/1", async (request) => {
    title = ((await request.json()) as { title: string }).title;
    return Response.json(session("1", title));
  });
  show(<ConversationList />);
  await press("How do pumps fail?", "Rename");
  const field = await screen.findByRole("textbox", { name: "Title" });
  await waitFor(() => expect(document.activeElement).toBe(field));
  await userEvent.clear(field);
  await userEvent.type(field, "Pumps{Enter}");
  expect(await screen.findByRole("link", { name: "Pumps" })).toBeDefined();
  const name = "Pin, rename or delete “Pumps”";
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe(name));
});

test("leaves focus where somebody goes on after an unchanged title", async () => {
  server.on("GET /api/session", () => page([PUMPS]));
  show(<ConversationList />);
  await press("How do pumps fail?", "Rename");
  await screen.findByRole("textbox", { name: "Title" });
  await userEvent.click(screen.getByRole("searchbox"));
  await screen.findByRole("link", { name: "How do pumps fail?" });
  expect(document.activeElement).toBe(screen.getByRole("searchbox"));
});

test("leaves the title as it was on Escape", async () => {
  server.on("GET /api/session", () => page([PUMPS]));
  show(<ConversationList />);
  await press("How do pumps fail?", "Rename");
  await userEvent.type(await screen.findByRole("textbox", { name: "Title" }), "!{Escape}");
  expect(await screen.findByRole("link", { name: "How do pumps fail?" })).toBeDefined();
  expect(server.log).toEqual(LISTED);
});

test("keeps the field when the server rejects the title", async () => {
  server.on("GET /api/session", () => page([PUMPS]));
  server.on("PATCH /api/session/1", () => problem(400, "title_too_long", "Shorten the title."));
  show(<ConversationList />);
  await press("How do pumps fail?", "Rename");
  const field = await screen.findByRole("textbox", { name: "Title" });
  await userEvent.type(field, "!{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("Shorten the title.");
  expect(field.getAttribute("aria-invalid")).toBe("true");
});

test("deletes a conversation after confirmation", async () => {
  server.on("GET /api/session", () => page([PUMPS, VALVES]));
  const { history } = show(<ConversationList />, "/c/1");
  const dialog = await choose("Which valves are there?", "Delete");
  expect(dialog.textContent).toContain(
    "“Which valves are there?” and its answers will be deleted permanently",
  );
  await userEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
  expect(server.log).toEqual(LISTED);

  server.on("DELETE /api/session/2", () => new Response(null, { status: 204 }));
  const again = await choose("Which valves are there?", "Delete");
  server.on("GET /api/session", () => page([PUMPS]));
  await userEvent.click(within(again).getByRole("button", { name: "Delete" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByRole("link", { name: VALVES.title ?? "" })).toBeNull();
  expect(history).toEqual(["/c/1"]);
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Conversations" })),
  );
});

test("leaves the page of a deleted conversation, even if it was deleted before", async () => {
  server.on("GET /api/session", () => page([PUMPS, VALVES]));
  server.on("DELETE /api/session/1", () => problem(404, "session_not_found", "No such session."));
  const onNavigate = vi.fn();
  const { history } = show(<ConversationList onNavigate={onNavigate} />, "/c/1");
  const dialog = await choose("How do pumps fail?", "Delete");
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete" }));

  await waitFor(() => expect(history).toEqual(["/c/1", "/"]));
  expect(onNavigate).toHaveBeenCalledOnce();
});

test("shows why a conversation could not be deleted", async () => {
  server.on("GET /api/session", () => page([PUMPS]));
  server.on("DELETE /api/session/1", () => problem(503, "database_unavailable", "No database."));
  const { history } = show(<ConversationList />, "/c/1");
  const dialog = await choose("How do pumps fail?", "Delete");
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete" }));

  expect((await within(dialog).findByRole("alert")).textContent).toContain("No database.");
  expect(history).toEqual(["/c/1"]);
});
