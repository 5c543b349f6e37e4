import { act, cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

const { page, problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { sliceByCodePoints } from "@quoth/client";
import { accessibilityViolations } from "@/testing/accessibility";
import { documentNamed } from "@/testing/documents";
import { stubResizeObserver } from "@/testing/resizeObserver";
import { DocumentReader } from "./DocumentReader";

const TEXT = "\ufeffPumps 😀 fail.\r\nThey fail when\n\ntheir seals 🦜 break.\nValves last.";

beforeEach(stubResizeObserver);

function serve(text: string) {
  server.on("GET /api/document/1/content", () => new Response(new TextEncoder().encode(text)));
}

function marked(): string {
  return Array.from(document.querySelectorAll("mark"), (mark) => mark.textContent).join("");
}

function chunk(chunk_index: number, char_start: number, char_end: number) {
  const content = sliceByCodePoints(TEXT, char_start, char_end);
  return { chunk_index, content, token_count: 212, char_start, char_end };
}

test("shows the exact characters of the text", async () => {
  serve(TEXT);
  show(<DocumentReader documentId="1" />);
  const region = await screen.findByRole("region", { name: "Text of the document" });
  await waitFor(() => expect(region.textContent).toBe(TEXT));
  expect(marked()).toBe("");
});

test("columns have the direction of their first letter, in all of their lines", async () => {
  serve("الاسم\tالقيمة\nW\t2\n\nOne line.");
  show(<DocumentReader documentId="1" />);
  const columns = await screen.findByText(/الاسم/);
  expect(columns.closest("[data-index]")?.getAttribute("dir")).toBe("auto");
  expect(
    screen
      .getByText(/One line/)
      .closest("[data-index]")
      ?.hasAttribute("dir"),
  ).toBe(false);
});

test("marks exactly the quoted words, over several rows and after astral characters", async () => {
  serve(TEXT);
  show(<DocumentReader documentId="1" highlight={{ start: 9, end: 45 }} />);
  await waitFor(() => expect(marked()).toBe(sliceByCodePoints(TEXT, 9, 45)));
  expect(marked()).toBe("fail.\r\nThey fail when\n\ntheir seals 🦜");
});

test("moves focus to the quotation, which has a label", async () => {
  serve(TEXT);
  show(<DocumentReader documentId="1" highlight={{ start: 9, end: 45 }} />);
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.queryByRole("region", { name: "Quotation" })),
  );
});

test("warns that an unverified quotation is not in the text", async () => {
  serve(TEXT);
  show(<DocumentReader documentId="1" highlight={{ start: 0, end: 9, standing: "unverified" }} />);
  expect(await screen.findByText(/exact words were not found in the document/)).toBeDefined();
});

test("shows the text if the quotation is outside it", async () => {
  serve("short");
  show(<DocumentReader documentId="1" highlight={{ start: 900, end: 999 }} />);
  expect(await screen.findByText("short")).toBeDefined();
  expect(marked()).toBe("");
});

test("has a button that scrolls back to the quotation", async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `line ${index} of the text\n\n`).join(
    "",
  );
  const start = lines.indexOf("line 700 ");
  serve(lines);
  show(<DocumentReader documentId="1" highlight={{ start, end: start + 8 }} />);
  // jsdom does not scroll by itself
  const back = await screen.findByRole("button", { name: "Jump to the quotation" });
  const region = screen.getByRole("region", { name: "Text of the document" });
  expect(region.querySelectorAll("[data-index]").length).toBeLessThan(60);

  vi.spyOn(region, "scrollHeight", "get").mockReturnValue(26_000);
  region.scrollTo = (options?: ScrollToOptions | number) => {
    region.scrollTop = typeof options === "object" ? (options.top ?? 0) : 0;
    act(() => void region.dispatchEvent(new Event("scroll")));
  };
  await userEvent.click(back);
  await waitFor(() => expect(marked()).toBe("line 700"));
  await waitFor(() =>
    expect(screen.queryByRole("button", { name: "Jump to the quotation" })).toBeNull(),
  );
});

test("marks the starts of chunks, and highlights the selected chunk", async () => {
  serve(TEXT);
  server.on("GET /api/document/1/chunk", () => page([chunk(0, 0, 20), chunk(1, 9, 45)]));
  show(<DocumentReader documentId="1" highlight={{ start: 17, end: 30 }} />);
  await userEvent.click(await screen.findByRole("button", { name: "Show passages" }));
  const second = await screen.findByRole("button", { name: "Passage 2 · 212 tokens" });
  expect(screen.getByRole("button", { name: "Passage 1 · 212 tokens" })).toBeDefined();

  await userEvent.click(second);
  expect(second.getAttribute("aria-pressed")).toBe("true");
  const shown = Array.from(document.querySelectorAll('[class*="chosen"]'), (e) => e.textContent);
  expect(shown.join("")).toBe(sliceByCodePoints(TEXT, 9, 45));
  expect(marked()).toBe(sliceByCodePoints(TEXT, 17, 30));
  const region = screen.getByRole("region", { name: "Text of the document" });
  expect(region.textContent).toBe(TEXT);
});

test("marks passages in the text as a person reads it, as well as in what is stored", async () => {
  serve("# Pumps\n\nThey *fail* when\ntheir seals break.");
  server.on("GET /api/document/1", () => Response.json(documentNamed("d.md")));
  server.on("GET /api/document/1/chunk", () => page([chunk(0, 0, 19), chunk(1, 16, 46)]));
  show(<DocumentReader documentId="1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Show passages" }));
  await userEvent.click(await screen.findByRole("button", { name: "Passage 2 · 212 tokens" }));
  const chosen = () =>
    Array.from(document.querySelectorAll('[class*="chosen"]'), (e) => e.textContent).join("");
  expect(screen.getByRole("heading", { name: /Pumps/ })).toBeDefined();
  expect(chosen()).toBe("ail when\ntheir seals break.");
  await userEvent.click(screen.getByRole("button", { name: "Show as stored" }));
  await screen.findByText(/# Pumps/);
  await userEvent.click(screen.getByRole("button", { name: "Passage 2 · 212 tokens" }));
  expect(chosen()).toBe("ail* when\ntheir seals break.");
});

test("reads the chunks page by page", async () => {
  serve(TEXT);
  server.on("GET /api/document/1/chunk", (request) =>
    new URL(request.url).searchParams.get("cursor") === "0"
      ? page([chunk(1, 9, 45)])
      : page([chunk(0, 0, 20)], "0"),
  );
  show(<DocumentReader documentId="1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Show passages" }));
  expect(await screen.findByRole("button", { name: "Passage 2 · 212 tokens" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Passage 1 · 212 tokens" })).toBeDefined();
});

test("shows the text if the chunks cannot be loaded", async () => {
  serve(TEXT);
  server.on("GET /api/document/1/chunk", () => problem(503, "x", "The database is not there."));
  show(<DocumentReader documentId="1" />);
  await userEvent.click(await screen.findByRole("button", { name: "Show passages" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The database is not there.");
  expect(screen.getByRole("region", { name: "Text of the document" }).textContent).toBe(TEXT);
});

const STORED = { text: "😀 They fail when their seals break.", start: 40 };

test("shows the saved passage of a deleted document, with its quotation marked", async () => {
  server.on("GET /api/document/1/content", () => problem(404, "document_not_found", "No."));
  const quoted = { start: 52, end: 67 };
  show(<DocumentReader documentId="1" highlight={quoted} stored={STORED} />);
  expect(await screen.findByText(/^This document has been deleted since\./)).toBeDefined();
  expect(screen.getByRole("region", { name: "Saved passage" }).textContent).toBe(STORED.text);
  expect(marked()).toBe("when their seal");
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Show passages" })).toBeNull();
  expect(await accessibilityViolations()).toEqual([]);
});

test("marks nothing in the saved passage of a quotation that was not verified", async () => {
  const quoted = { start: 40, end: 75, standing: "unverified" } as const;
  show(<DocumentReader documentId="1" highlight={quoted} stored={STORED} gone />);
  expect(await screen.findByText(/The quoted words were not verified in it/)).toBeDefined();
  expect(screen.getByRole("region", { name: "Saved passage" }).textContent).toBe(STORED.text);
  expect(marked()).toBe("");
});

test("does not ask for a document that is known to be deleted", async () => {
  const asked = vi.fn(() => problem(404, "document_not_found", "No."));
  server.on("GET /api/document/1/content", asked);
  show(<DocumentReader documentId="1" highlight={{ start: 0, end: 9 }} stored={STORED} gone />);
  expect(await screen.findByText(/^This document has been deleted since\./)).toBeDefined();
  expect(marked()).toBe("");
  expect(asked).not.toHaveBeenCalled();
});

/** Serves a document whose current version is the second one, and what `first` says of the other. */
function serveTwoVersions(first: (path: string) => Response) {
  const answer = (path: string) => (request: Request) =>
    new URL(request.url).searchParams.get("version") === "1" ? first(path) : current(path);
  const current = (path: string) =>
    path === "content/"
      ? new Response("It is new.")
      : Response.json(documentNamed("d.txt", { version: 2 }));
  server.on("GET /api/document/1", answer(""));
  server.on("GET /api/document/1/content", answer("content/"));
}

test("shows the version that was quoted, and that there is a newer one", async () => {
  serveTwoVersions((path) =>
    path === "content/"
      ? new Response("It was old.")
      : Response.json(documentNamed("d.txt", { version: 1 })),
  );
  show(<DocumentReader documentId="1" version={1} highlight={{ start: 3, end: 6 }} />);
  await waitFor(() => expect(marked()).toBe("was"));
  expect(screen.getByText(/as it was when it was quoted. It has been replaced/)).toBeDefined();
  const link = screen.getByRole("link", { name: "Open the current version" });
  expect(link.getAttribute("href")).toBe("/documents/1");
  // which are of the current version alone
  expect(screen.queryByRole("button", { name: "Show passages" })).toBeNull();
});

test("shows the saved passage if the version that was quoted is no longer stored", async () => {
  serveTwoVersions(() => problem(404, "version_not_found", "No."));
  show(
    <DocumentReader
      documentId="1"
      version={1}
      highlight={{ start: 52, end: 67 }}
      stored={STORED}
    />,
  );
  expect(await screen.findByText(/that was quoted is no longer stored\./)).toBeDefined();
  expect(marked()).toBe("when their seal");
});

test("shows an earlier version of which nothing was quoted, and whether it is still stored", async () => {
  serveTwoVersions((path) =>
    path === "content/"
      ? new Response("It was old.")
      : Response.json(documentNamed("d.txt", { version: 1 })),
  );
  show(<DocumentReader documentId="1" version={1} />);
  expect(await screen.findByText("It was old.")).toBeDefined();
  expect(
    screen.getByText(/^This is an earlier version of the document. It has been/),
  ).toBeDefined();
  cleanup();
  serveTwoVersions(() => problem(404, "version_not_found", "No."));
  show(<DocumentReader documentId="1" version={1} />);
  expect(await screen.findByText("This version is no longer stored.")).toBeDefined();
});

test("says nothing of versions if the current one was quoted", async () => {
  serveTwoVersions(() => problem(404, "version_not_found", "No."));
  show(<DocumentReader documentId="1" version={2} highlight={{ start: 3, end: 5 }} />);
  await waitFor(() => expect(marked()).toBe("is"));
  expect(screen.queryByRole("link")).toBeNull();
});

test("says that nothing remains of a deleted document", async () => {
  server.on("GET /api/document/1/content", () => problem(404, "document_not_found", "No."));
  show(<DocumentReader documentId="1" />);
  expect(await screen.findByText("This document has been deleted since.")).toBeDefined();
  expect(screen.queryByRole("region", { name: "Saved passage" })).toBeNull();
});

test("shows why a text could not be loaded, and retries", async () => {
  server.on("GET /api/document/1/content", () => problem(503, "x", "The database is not there."));
  show(<DocumentReader documentId="1" />);
  expect((await screen.findByRole("alert")).textContent).toContain("The database is not there.");
  serve(TEXT);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(/Valves last\.$/)).toBeDefined();
});

test("copies the exact text, without line ends between rows", async () => {
  serve(TEXT);
  show(<DocumentReader documentId="1" />);
  const last = await screen.findByText(/Valves last\.$/);
  const region = screen.getByRole("region", { name: "Text of the document" });
  const first = region.querySelector('[data-index="0"]')?.querySelector("span span")?.firstChild;
  if (!first || !last.firstChild) throw new Error("the rows are not there");
  const from = TEXT.indexOf("fail when");
  const to = (last.textContent ?? "").indexOf(" last.");
  document.getSelection()?.setBaseAndExtent(first, from, last.firstChild, to);
  const setData = vi.fn();
  const event = Object.assign(new Event("copy", { bubbles: true, cancelable: true }), {
    clipboardData: { setData },
  });
  last.dispatchEvent(event);
  expect(setData).toHaveBeenCalledWith("text/plain", "fail when\n\ntheir seals 🦜 break.\nValves");
});

test("has no axe violations", async () => {
  serve(TEXT);
  server.on("GET /api/document/1/chunk", () => page([chunk(0, 0, 20), chunk(1, 9, 45)]));
  show(<DocumentReader documentId="1" highlight={{ start: 9, end: 45 }} heading={<h1>Text</h1>} />);
  await userEvent.click(await screen.findByRole("button", { name: "Show passages" }));
  await screen.findByRole("button", { name: "Passage 2 · 212 tokens" });
  expect(await accessibilityViolations()).toEqual([]);
});

test("a passage has a rule beside it and no words painted, and takes focus", async () => {
  serve("Before.\n\nPumps fail.\n\nTheir seals break.\n\nAfter.");
  show(<DocumentReader documentId="1" highlight={{ start: 9, end: 40, standing: "passage" }} />);
  const passage = await screen.findByRole("region", { name: "Passage" });
  await waitFor(() => expect(document.activeElement).toBe(passage));
  const ruled = Array.from(document.querySelectorAll("[data-passage]"), (row) => row.textContent);
  expect(ruled).toEqual(["Pumps fail.\n\n", "Their seals break.\n\n"]);
  expect(marked()).toBe("");
});

test("the quoted words are painted, and the passage around them has a rule", async () => {
  serve("Before.\n\nPumps fail.\n\nTheir seals break.\n\nAfter.");
  const highlight = { start: 22, end: 40, passage: { start: 9, end: 40 } };
  show(<DocumentReader documentId="1" highlight={highlight} />);
  await waitFor(() => expect(marked()).toBe("Their seals break."));
  expect(document.querySelectorAll("[data-passage]")).toHaveLength(2);
});

test("a slash opens the search, which goes around the matches and closes with Escape", async () => {
  serve(TEXT);
  show(<DocumentReader documentId="1" highlight={{ start: 9, end: 13 }} />);
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.queryByRole("region", { name: "Quotation" })),
  );
  await userEvent.keyboard("/");
  const field = await screen.findByRole("searchbox", { name: "Find in document" });
  expect(document.activeElement).toBe(field);
  await userEvent.type(field, "FAIL");
  expect(await screen.findByText("1 of 2")).toBeDefined();
  expect(document.querySelectorAll("[data-found]")).toHaveLength(2);
  await userEvent.keyboard("{Enter}");
  expect(screen.getByText("2 of 2")).toBeDefined();
  await userEvent.keyboard("{Enter}");
  expect(screen.getByText("1 of 2")).toBeDefined();
  await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
  expect(screen.getByText("2 of 2")).toBeDefined();
  await userEvent.type(field, "ure");
  expect(await screen.findByText("Not found")).toBeDefined();
  expect(await accessibilityViolations()).toEqual([]);

  const outside = vi.fn((event: KeyboardEvent) => event.defaultPrevented);
  window.addEventListener("keydown", outside);
  await userEvent.keyboard("{Escape}");
  window.removeEventListener("keydown", outside);
  expect(outside).toHaveReturnedWith(true);
  expect(screen.queryByRole("searchbox")).toBeNull();
  expect(document.querySelectorAll("[data-found]")).toHaveLength(0);
  expect(marked()).toBe("fail");
});

test("says on which line the quotation is", async () => {
  serve(TEXT);
  const start = TEXT.indexOf("They") - 1; // a character before it has two units
  show(<DocumentReader documentId="1" highlight={{ start, end: start + 4 }} />);
  const field = await screen.findByRole("textbox", { name: "Line" });
  await waitFor(() => expect(field).toHaveProperty("value", "2"));
  expect(screen.getByText("of 5")).toBeDefined();
});
