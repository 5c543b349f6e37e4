import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const { page, problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { accessibilityViolations } from "@/testing/accessibility";
import { documentNamed } from "@/testing/documents";
import { FakeXhr, stubXhr } from "@/testing/fakeXhr";
import { stubResizeObserver } from "@/testing/resizeObserver";
import { DocumentsPage } from "./DocumentsPage";
import { uploads } from "./uploads";

const PUMPS = documentNamed("pumps.md");
const VALVES = documentNamed("valves.txt", {
  status: "failed",
  total_chunks: 0,
  error_message: "The server stopped while processing it.",
});

beforeEach(() => {
  stubResizeObserver();
  stubXhr();
});

afterEach(() => {
  uploads.cancelAll();
  uploads.dismissAll();
  vi.unstubAllGlobals();
});

function requestsOf(route: string): string[] {
  return server.log.filter((entry) => entry.startsWith(route));
}

test("lists documents with their metadata", async () => {
  server.on("GET /api/document", () => page([PUMPS, VALVES]));
  show(<DocumentsPage />);

  const [, pumps, valves] = await screen.findAllByRole("row");
  expect(pumps?.textContent).toContain("1.4 kB");
  expect(pumps?.textContent).toContain("Mar 12, 2026");
  expect(within(pumps as HTMLElement).getByTitle("3 passages")).toBeDefined();
  expect(pumps?.textContent).toContain("Ready");
  expect(valves?.textContent).toContain("The server stopped while processing it.");
  expect(valves?.textContent).toContain("Try again");
  const link = screen.getByRole("link", { name: "pumps.md" });
  expect(link.getAttribute("href")).toBe("/documents/id-of-pumps.md");
  expect(screen.getByText("2 documents")).toBeDefined();
});

test("lists the further names of a document below its first one", async () => {
  const names = ["alpha/a.md", "beta/b.md", "c.md"];
  server.on("GET /api/document", () => page([documentNamed("alpha/a.md", { names }), PUMPS]));
  show(<DocumentsPage />);
  const [, first, pumps] = await screen.findAllByRole("row");
  expect(first?.textContent).toContain("also as beta/b.md, c.md");
  expect(pumps?.textContent).not.toContain("also as");
});

test("renders only the visible documents of thousands, and fetches more near the end", async () => {
  const many = Array.from({ length: 200 }, (_, index) => documentNamed(`${index}.md`));
  server.on("GET /api/document", ({ url }) =>
    url.includes("cursor=next") ? page([PUMPS]) : page(many, "next"),
  );
  show(<DocumentsPage />);

  const rows = await screen.findAllByRole("row");
  expect(rows.length).toBeLessThan(40);
  expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("-1");
  expect(screen.getByText("More than 200 documents")).toBeDefined();
});

test("fetches the next page while the last row is visible", async () => {
  server.on("GET /api/document", ({ url }) =>
    url.includes("cursor=next") ? page([PUMPS]) : page([VALVES], "next"),
  );
  show(<DocumentsPage />);
  expect(await screen.findByRole("link", { name: "pumps.md" })).toBeDefined();
  expect(requestsOf("GET /api/document")).toHaveLength(2);
});

test("keeps the loaded documents when the next page fails, and retries on request", async () => {
  const failing = () => problem(503, "database_unavailable", "The database is not there.");
  server.on("GET /api/document", ({ url }) =>
    url.includes("cursor=next") ? failing() : page([VALVES], "next"),
  );
  show(<DocumentsPage />);
  await screen.findByRole("alert");
  expect(screen.getByRole("link", { name: "valves.txt" })).toBeDefined();
  expect(requestsOf("GET /api/document")).toHaveLength(2);

  server.on("GET /api/document", ({ url }) =>
    url.includes("cursor=next") ? page([PUMPS]) : page([VALVES], "next"),
  );
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: "pumps.md" })).toBeDefined();
});

test("searches by a part of the file name, and says if nothing matches", async () => {
  server.on("GET /api/document", ({ url }) =>
    page(new URL(url).searchParams.get("filename") === "*val?es*" ? [] : [PUMPS]),
  );
  show(<DocumentsPage />);
  await screen.findByRole("link", { name: "pumps.md" });
  await userEvent.type(screen.getByRole("searchbox", { name: "Search by file name" }), "val?es");

  expect(await screen.findByText(/No documents found/)).toBeDefined();
  expect(screen.queryByText("No documents yet")).toBeNull();
});

test("filters failed documents", async () => {
  server.on("GET /api/document", ({ url }) =>
    page(url.includes("status=failed") ? [VALVES] : [PUMPS, VALVES]),
  );
  show(<DocumentsPage />);
  await userEvent.selectOptions(await screen.findByLabelText("State"), "Failed");
  await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(2));
});

test("deletes a document after confirmation, and shows the receipt until it is dismissed", async () => {
  server.on("GET /api/document", () => page([PUMPS, VALVES]));
  server.on("DELETE /api/document/id-of-pumps.md", () =>
    Response.json({
      document_id: "id-of-pumps.md",
      deleted_chunks: 3,
      deleted_cached_answers: 1,
    }),
  );
  show(<DocumentsPage />);
  await userEvent.click(await screen.findByRole("button", { name: "Delete pumps.md" }));
  const dialog = await screen.findByRole("dialog", { name: "Delete this document?" });
  expect(dialog.textContent).toContain("its 3 passages");
  expect(requestsOf("DELETE")).toHaveLength(0);
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete" }));

  const receipt = await screen.findByText(
    "pumps.md was deleted, along with 3 passages and 1 cached answer.",
  );
  await waitFor(() => expect(document.activeElement?.contains(receipt)).toBe(true));
  expect(document.activeElement).not.toBe(document.body);
  expect(screen.queryByRole("link", { name: "pumps.md" })).toBeNull();
  expect(screen.getByRole("link", { name: "valves.txt" })).toBeDefined();

  await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText(/was deleted/)).toBeNull();
});

test("keeps a document without confirmation, and if deleting fails", async () => {
  server.on("GET /api/document", () => page([PUMPS]));
  server.on("DELETE /api/document/id-of-pumps.md", () =>
    problem(503, "database_unavailable", "The database is not there."),
  );
  show(<DocumentsPage />);
  await userEvent.click(await screen.findByRole("button", { name: "Delete pumps.md" }));
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(requestsOf("DELETE")).toHaveLength(0);

  await userEvent.click(screen.getByRole("button", { name: "Delete pumps.md" }));
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  expect((await screen.findByRole("alert")).textContent).toBe("The database is not there.");
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(screen.getByRole("link", { name: "pumps.md" })).toBeDefined();
});

test("says if a document had been deleted before", async () => {
  server.on("GET /api/document", () => page([PUMPS]));
  server.on("DELETE /api/document/id-of-pumps.md", () =>
    problem(404, "document_not_found", "There is no document with this id."),
  );
  show(<DocumentsPage />);
  await userEvent.click(await screen.findByRole("button", { name: "Delete pumps.md" }));
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  expect(await screen.findByText("pumps.md was already deleted.")).toBeDefined();
  expect(screen.queryByRole("link", { name: "pumps.md" })).toBeNull();
});

test("shows why documents could not be listed, and retries", async () => {
  server.on("GET /api/document", () =>
    problem(503, "database_unavailable", "The database is not there."),
  );
  show(<DocumentsPage />);
  expect((await screen.findByRole("alert")).textContent).toContain("The database is not there.");

  server.on("GET /api/document", () => page([PUMPS]));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: "pumps.md" })).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("explains the page without documents, and lists the first one when it is added", async () => {
  server.on("GET /api/document", () => page([]));
  show(<DocumentsPage />);
  expect(await screen.findByText("No documents yet")).toBeDefined();
  expect(screen.getByRole("button", { name: "Add your first documents" })).toBeDefined();

  const [input] = document.querySelectorAll<HTMLInputElement>("input[type=file]");
  if (!input) throw new Error("there is no input for files");
  await userEvent.upload(input, new File(["text"], "pumps.md"));
  server.on("GET /api/document", () => page([PUMPS]));
  FakeXhr.sent[0]?.respond(201, PUMPS);
  await waitFor(() => expect(screen.queryByText("No documents yet")).toBeNull(), {
    timeout: 3000,
  });
});

test("accepts files dropped anywhere, and ignores dragged text", async () => {
  server.on("GET /api/document", () => page([PUMPS]));
  show(<DocumentsPage />);
  const heading = await screen.findByRole("heading", { name: "Documents" });
  fireEvent.dragOver(heading, { dataTransfer: { types: ["text/plain"] } });
  expect(screen.queryByText("Drop files or folders to add them")).toBeNull();

  const files = [new File(["text"], "new.md")];
  fireEvent.dragOver(heading, { dataTransfer: { types: ["Files"], files } });
  expect(screen.getByText("Drop files or folders to add them")).toBeDefined();
  fireEvent.drop(heading, { dataTransfer: { types: ["Files"], files } });
  expect(screen.queryByText("Drop files or folders to add them")).toBeNull();
  expect(FakeXhr.sent[0]?.name).toBe("new.md");
});

test("has no axe violations", async () => {
  server.on("GET /api/document", () => page([PUMPS, VALVES]));
  show(<DocumentsPage />);
  await screen.findByRole("link", { name: "pumps.md" });
  uploads.add([new File(["text"], "new.md"), new File([], "new.pdf")]);
  await screen.findByText("new.pdf");
  expect(await accessibilityViolations()).toEqual([]);
});

test("shows who may read a collection, which an admin changes", async () => {
  const contracts = {
    collection_id: "c",
    name: "Contracts",
    documents: 1,
    created_at: "2026-03-12T10:00:00Z",
    limited_to: ["legal"],
  };
  let sent: unknown;
  server.on("GET /api/document", () =>
    page([documentNamed("deed.md", { collections: ["Contracts"] })]),
  );
  server.on("GET /api/collection", () => page([contracts]));
  server.on("GET /api/me", () => Response.json({ role: "admin" }));
  server.on("GET /api/me/workspace", () => Response.json({ items: [], signed_in: true }));
  server.on("GET /api/member", () => page([]));
  server.on("GET /api/key", () => page([]));
  server.on("PATCH /api/collection/c", async (request) => {
    sent = await request.json();
    return Response.json({ ...contracts, limited_to: [] });
  });
  show(<DocumentsPage />);
  const [, row] = await screen.findAllByRole("row");
  await waitFor(() => expect(row?.textContent).toContain("Contracts: limited to legal"));
  await userEvent.selectOptions(await screen.findByLabelText("Collection"), "Contracts");
  await userEvent.click(await screen.findByRole("button", { name: "Change who may read" }));
  const dialog = await screen.findByRole("dialog", { name: "Who may read this collection?" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove the group legal" }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(sent).toEqual({ limited_to: [] }));
});

/** Answers as to an editor who has no collection yet, and creates one named Plans. */
function letPlansBeCreated(): void {
  const plans = {
    collection_id: "c",
    name: "Plans",
    documents: 0,
    created_at: "2026-03-12T10:00:00Z",
    limited_to: [],
  };
  server.on("GET /api/collection", () => page([]));
  server.on("GET /api/me", () => Response.json({ role: "editor" }));
  server.on("POST /api/collection", () => {
    server.on("GET /api/collection", () => page([plans]));
    return Response.json(plans, { status: 201 });
  });
}

test("lists a collection that was created, and says how documents get into it", async () => {
  server.on("GET /api/document", ({ url }) =>
    page(url.includes("collection=Plans") ? [] : [PUMPS]),
  );
  letPlansBeCreated();
  const { history } = show(<DocumentsPage />, "/documents");
  await userEvent.click(await screen.findByRole("button", { name: "New collection" }));
  await userEvent.type(await screen.findByLabelText("Name"), "Plans{Enter}");
  const receipt = await screen.findByText("The collection Plans was created.");
  await waitFor(() => expect(document.activeElement?.contains(receipt)).toBe(true));
  expect(history.at(-1)).toBe("/documents?collection=Plans");
  expect(await screen.findByText(/^No documents are in this collection\./)).toBeDefined();
  expect(await screen.findByRole("button", { name: "Delete collection" })).toBeDefined();
});

test("creates a collection before there is any document", async () => {
  server.on("GET /api/document", () => page([]));
  letPlansBeCreated();
  const { history } = show(<DocumentsPage />, "/documents");
  await screen.findByRole("heading", { name: "No documents yet" });
  expect(screen.queryByRole("search")).toBeNull();
  await userEvent.click(await screen.findByRole("button", { name: "New collection" }));
  await userEvent.type(await screen.findByLabelText("Name"), "Plans{Enter}");
  await screen.findByText("The collection Plans was created.");
  expect(history.at(-1)).toBe("/documents?collection=Plans");
  // and there it can be renamed or deleted, whatever is listed then
  await userEvent.selectOptions(await screen.findByLabelText("Collection"), "All collections");
  await screen.findByRole("heading", { name: "No documents yet" });
  expect(screen.getAllByRole("button", { name: "New collection" })).toHaveLength(1);
});

test("keeps the order, the filters and the tag in the address", async () => {
  server.on("GET /api/document", () =>
    page([documentNamed("a.md", { metadata: { tags: "tea" } })]),
  );
  const { history } = show(<DocumentsPage />, "/documents?sort=-file_size");
  await screen.findByRole("link", { name: "a.md" });
  expect(requestsOf("GET /api/document?").at(-1)).toContain("sort=-file_size");
  await userEvent.click(screen.getByRole("button", { name: "Name" }));
  await userEvent.click(screen.getByRole("button", { name: "Show only the tag tea" }));
  expect(history.at(-1)).toBe("/documents?tag=tea&sort=filename");
  await waitFor(() =>
    expect(requestsOf("GET /api/document?").at(-1)).toBe(
      "GET /api/document?limit=200&sort=filename&metadata.tags=tea",
    ),
  );
  const name = screen.getByRole("columnheader", { name: "Name" });
  expect(name.getAttribute("aria-sort")).toBe("ascending");
  await userEvent.click(screen.getByRole("button", { name: "Tag tea: show all tags" }));
  expect(history.at(-1)).toBe("/documents?sort=filename");
});

test("deletes the selected documents in one request", async () => {
  let sent: unknown;
  server.on("GET /api/document", () => page([PUMPS, VALVES]));
  server.on("POST /api/document/delete", async (request) => {
    sent = await request.json();
    return Response.json({ deleted_documents: 2, deleted_chunks: 3, deleted_cached_answers: 1 });
  });
  show(<DocumentsPage />);
  await userEvent.click(
    await screen.findByRole("checkbox", { name: "Select the 2 listed documents" }),
  );
  const bar = screen.getByRole("region", { name: "Selected documents" });
  expect(bar.textContent).toContain("2 documents selected");
  await userEvent.click(within(bar).getByRole("button", { name: "Delete" }));
  const dialog = await screen.findByRole("dialog", { name: "Delete 2 documents?" });
  expect(sent).toBeUndefined();
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
  await screen.findByText("2 documents were deleted, along with 3 passages and 1 cached answer.");
  const document_ids = [PUMPS.document_id, VALVES.document_id];
  expect(sent).toEqual({ within: { document_ids }, dry_run: false });
  expect(screen.queryByRole("row")).toBeNull();
});

test("moves the selected documents, and says which stayed and why", async () => {
  const sent: unknown[] = [];
  server.on("GET /api/document", () => page([PUMPS, VALVES]));
  server.on("PATCH /api/document/id-of-pumps.md", async (request) => {
    sent.push(await request.json());
    return Response.json(PUMPS);
  });
  server.on("PATCH /api/document/id-of-valves.txt", () =>
    problem(403, "not_allowed", "Your role does not allow this."),
  );
  show(<DocumentsPage />);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select pumps.md" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Select valves.txt" }));
  await userEvent.click(screen.getByRole("button", { name: "Collection" }));
  await userEvent.type(await screen.findByLabelText("Add to the collection"), "machines");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText(/1 document was added to .?machines.?\. 1 document stayed as before/);
  expect(sent).toEqual([{ collections: ["machines"] }]);
});

test("gives the selected documents a tag, and takes one away", async () => {
  const sent: unknown[] = [];
  const tea = documentNamed("tea.md", {
    metadata: { tags: ["hot", "green"], author: "Li" },
    given_metadata: { author: "Li" },
  });
  server.on("GET /api/document", () => page([PUMPS, tea]));
  for (const id of ["id-of-pumps.md", "id-of-tea.md"]) {
    server.on(`PATCH /api/document/${id}`, async (request) => {
      sent.push(await request.json());
      return Response.json(PUMPS);
    });
  }
  show(<DocumentsPage />);
  await userEvent.click(
    await screen.findByRole("checkbox", { name: "Select the 2 listed documents" }),
  );
  const bar = screen.getByRole("region", { name: "Selected documents" });
  await userEvent.click(within(bar).getByRole("button", { name: "Tags" }));
  const dialog = await screen.findByRole("dialog", { name: "Tags of 2 documents" });
  expect(await accessibilityViolations()).toEqual([]);
  await userEvent.type(within(dialog).getByLabelText("Add a tag"), " wet ");
  await userEvent.selectOptions(within(dialog).getByLabelText("Remove a tag"), "hot");
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  await screen.findByText("The tags of 2 documents are saved.");
  expect(sent).toEqual([
    { metadata: { tags: ["wet"] } },
    { metadata: { author: "Li", tags: ["green", "wet"] } },
  ]);
});

test("shows how far the work on each document is, with one request for all", async () => {
  const names = ["a.pdf", "b.pdf", "c.pdf"];
  const books = names.map((name) => documentNamed(name, { status: "processing" }));
  server.on("GET /api/document", () => page([...books, PUMPS]));
  const jobs = books.map(({ document_id }, index) => ({
    document_id,
    progress: { stage: "embedding", done: 10 * index, total: 100, seconds_left: null },
  }));
  server.on("GET /api/job", () => page(jobs));
  show(<DocumentsPage />);
  for (const share of ["0%", "10%", "20%"]) {
    expect(await screen.findByText(`Preparing for search, ${share}`)).toBeDefined();
  }
  expect(requestsOf("GET /api/job")).toEqual(["GET /api/job?state=processing&limit=200"]);

  server.on("GET /api/document/id-of-a.pdf", () => Response.json(documentNamed("a.pdf")));
  jobs.shift();
  await waitFor(() => expect(screen.queryByText("Preparing for search, 0%")).toBeNull());
  expect(screen.getByText("Preparing for search, 20%")).toBeDefined();
});

test("asks the selected documents", async () => {
  server.on("GET /api/document", () => page([PUMPS]));
  const { history } = show(<DocumentsPage />, "/documents");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select pumps.md" }));
  await userEvent.click(screen.getByRole("button", { name: "Ask it" }));
  expect(history.at(-1)).toBe("/");
  expect(sessionStorage.getItem("quoth-scope-new")).toBe('{"document_ids":["id-of-pumps.md"]}');
});

test("adds a pasted text as a file that its first line names", async () => {
  server.on("GET /api/document", () => page([PUMPS]));
  show(<DocumentsPage />);
  await userEvent.click(await screen.findByRole("button", { name: "Add a text" }));
  await userEvent.type(await screen.findByLabelText("Text"), "# Tea / coffee\nTea is at four.");
  await userEvent.click(screen.getByRole("button", { name: "Add text" }));
  await waitFor(() => expect(FakeXhr.sent[0]?.name).toBe("Tea coffee.md"));
});

test("adds a web address, and shows why it could not", async () => {
  let sent: unknown;
  server.on("GET /api/document", () => page([PUMPS]));
  server.on("POST /api/document/from-web", () =>
    problem(400, "web_page_unreadable", "The site answers 404 Not Found."),
  );
  show(<DocumentsPage />);
  await userEvent.click(await screen.findByRole("button", { name: "Add a web address" }));
  await userEvent.type(await screen.findByLabelText("Address"), "example.org/tea");
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  expect((await screen.findByRole("alert")).textContent).toContain("answers 404");

  server.on("POST /api/document/from-web", async (request) => {
    sent = await request.json();
    return Response.json(documentNamed("example.org/tea.html"), { status: 201 });
  });
  await userEvent.click(screen.getByRole("button", { name: "Add" }));
  expect(await screen.findByRole("link", { name: "example.org/tea.html" })).toBeDefined();
  expect(sent).toEqual({ url: "https://example.org/tea" });
});
