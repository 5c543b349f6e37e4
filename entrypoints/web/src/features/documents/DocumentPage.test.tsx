import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";

const { page, problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { accessibilityViolations } from "@/testing/accessibility";
import { documentNamed } from "@/testing/documents";
import { stubResizeObserver } from "@/testing/resizeObserver";
import { DocumentPage } from "./DocumentPage";

beforeEach(() => {
  stubResizeObserver();
  server.on("GET /api/document/1", () =>
    Response.json(documentNamed("pumps.md", { document_id: "1" })),
  );
  server.on("GET /api/document/1/content", () => new Response("Pumps fail."));
});

test("shows what files say of themselves in words, with dates as they are written elsewhere", async () => {
  const metadata = {
    author: ["Ada", "Li"],
    created: "2026-03-12",
    date: "2026-03",
    modified: "12.3.26",
    mood: "2026-03-12",
  };
  server.on("GET /api/document/1", () => Response.json(documentNamed("a.pdf", { metadata })));
  show(<DocumentPage documentId="1" />);
  const shown = (await screen.findAllByRole("term")).map(
    (term) => `${term.textContent}: ${term.nextElementSibling?.textContent}`,
  );
  expect(shown).toEqual(
    expect.arrayContaining([
      "Author: Ada, Li",
      "Created: Mar 12, 2026",
      "Date: March 2026",
      "Modified: 12.3.26",
      "mood: 2026-03-12",
    ]),
  );
});

test("shows the metadata of a document, and its text with the span from the query string marked", async () => {
  show(<DocumentPage documentId="1" />, "/documents/1?start=6&end=10");
  expect(await screen.findByRole("heading", { name: "pumps.md" })).toBeDefined();
  expect(screen.getByText("1.4 kB")).toBeDefined();
  expect(screen.getByText("0123456789ab…")).toBeDefined();
  await waitFor(() => expect(document.querySelector("mark")?.textContent).toBe("fail"));

  expect(await accessibilityViolations()).toEqual([]);
});

test("shows the further names of a document, also before it is deleted", async () => {
  server.on("GET /api/document/1", () =>
    Response.json(documentNamed("pumps.md", { document_id: "1", names: ["pumps.md", "b/c.md"] })),
  );
  show(<DocumentPage documentId="1" />, "/documents/1");
  expect((await screen.findByText("Also as")).parentElement?.textContent).toBe("Also asb/c.md");
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect((await screen.findByRole("dialog")).textContent).toContain(
    "pumps.md (also as b/c.md), its",
  );
});

test("shows the receipt and a link back after the document is deleted", async () => {
  server.on("DELETE /api/document/1", () =>
    Response.json({ document_id: "1", deleted_chunks: 3, deleted_cached_answers: 0 }),
  );
  show(<DocumentPage documentId="1" />, "/documents/1");
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  const buttons = await screen.findAllByRole("button", { name: "Delete" });
  await userEvent.click(buttons.at(-1) ?? document.body);

  expect(
    await screen.findByText("pumps.md was deleted, along with 3 passages and 0 cached answers."),
  ).toBeDefined();
  expect(screen.getByRole("link", { name: "All documents" })).toBeDefined();
  expect(screen.queryByText("Pumps fail.")).toBeNull();
});

describe("who may read a document", () => {
  const limited = { document_id: "1", collections: ["Contracts"], limited_to: ["board"] };

  function signedInAs(role: string) {
    server.on("GET /api/document/1", () => Response.json(documentNamed("pumps.md", limited)));
    server.on("GET /api/collection", () =>
      page([{ collection_id: "c", name: "Contracts", documents: 1, limited_to: ["legal"] }]),
    );
    server.on("GET /api/me", () => Response.json({ role }));
    server.on("GET /api/me/workspace", () => Response.json({ items: [], signed_in: true }));
    server.on("GET /api/member", () => page([]));
    server.on("GET /api/key", () => page([]));
  }

  test("is shown with a lock for each limit", async () => {
    signedInAs("reader");
    show(<DocumentPage documentId="1" />, "/documents/1");
    const fact = (await screen.findByText("Read by")).parentElement;
    await waitFor(() =>
      expect(fact?.textContent).toBe("Read bylimited to boardContracts: limited to legal"),
    );
    expect(screen.queryByRole("button", { name: "Change who may read" })).toBeNull();
  });

  test("is changed by an admin", async () => {
    signedInAs("admin");
    let sent: unknown;
    server.on("PATCH /api/document/1", async (request) => {
      sent = await request.json();
      return Response.json(documentNamed("pumps.md", { ...limited, limited_to: ["staff"] }));
    });
    show(<DocumentPage documentId="1" />, "/documents/1");
    await userEvent.click(await screen.findByRole("button", { name: "Change who may read" }));
    const dialog = await screen.findByRole("dialog", { name: "Who may read this document?" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Remove the group board" }));
    await userEvent.type(within(dialog).getByLabelText("Groups"), "staff");
    expect(await accessibilityViolations()).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(sent).toEqual({ limited_to: ["staff"] }));
    expect(await screen.findByText("staff")).toBeDefined();
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

test("an earlier version is opened from the list of versions, and the current one again", async () => {
  const documentOf = (version: number) => documentNamed("pumps.md", { document_id: "1", version });
  const wanted = ({ url }: Request) => Number(new URL(url).searchParams.get("version") ?? 2);
  server.on("GET /api/document/1", (request) => Response.json(documentOf(wanted(request))));
  server.on(
    "GET /api/document/1/content",
    (request) => new Response(`Text of version ${wanted(request)}.`),
  );
  server.on("GET /api/document/1/version", () => page([documentOf(2), documentOf(1)]));
  const { history } = show(<DocumentPage documentId="1" />, "/documents/1");
  expect(await screen.findByText("Text of version 2.")).toBeDefined();
  await userEvent.click(screen.getByText("Version 2: this one and earlier ones"));
  await userEvent.click(screen.getByRole("link", { name: "Open version 1" }));
  expect(await screen.findByText("Text of version 1.")).toBeDefined();
  expect(screen.getByRole("heading", { name: "Contents of version 1" })).toBeDefined();
  expect(history.at(-1)).toBe("/documents/1?version=1");
  await userEvent.click(screen.getByRole("link", { name: "Open the current version" }));
  expect(await screen.findByText("Text of version 2.")).toBeDefined();
  expect(history.at(-1)).toBe("/documents/1");
});

test("shows what was assumed when the file was read", async () => {
  const note = "The file is not in UTF-8 and was read as Windows-1252.";
  server.on("GET /api/document/1", () =>
    Response.json(documentNamed("pumps.md", { notes: [note, "One place is wrong."] })),
  );
  show(<DocumentPage documentId="1" />, "/documents/1");
  expect(await screen.findByText(note)).toBeDefined();
  expect(screen.getByText("One place is wrong.")).toBeDefined();
  expect(await accessibilityViolations()).toEqual([]);
});

test("shows what the file says about itself", async () => {
  server.on("GET /api/document/1", () =>
    Response.json(documentNamed("pumps.md", { metadata: { owner: "Ada", editors: ["a", "b"] } })),
  );
  show(<DocumentPage documentId="1" />, "/documents/1");
  expect((await screen.findByText("owner")).closest("dt")?.nextSibling?.textContent).toBe("Ada");
  expect(screen.getByText("a, b")).toBeDefined();
  expect(await accessibilityViolations()).toEqual([]);
});

test("says what to do about a failed document, without loading its text", async () => {
  server.on("GET /api/document/1", () =>
    Response.json(documentNamed("pumps.md", { status: "failed", error_message: "It broke." })),
  );
  show(<DocumentPage documentId="1" />, "/documents/1");
  expect((await screen.findByRole("alert")).textContent).toContain("It broke.");
  expect(server.log).not.toContain("GET /api/document/1/content");
});

test("says that a document does not exist", async () => {
  server.on("GET /api/document/1", () => problem(404, "document_not_found", "No."));
  show(<DocumentPage documentId="1" />, "/documents/1");
  expect(await screen.findByRole("heading", { name: "Document not found" })).toBeDefined();
  expect(document.title).toBe("Not found · Quoth");
});

test("shows the full digest if there is no clipboard", async () => {
  show(<DocumentPage documentId="1" />, "/documents/1");
  await screen.findByRole("heading", { name: "pumps.md" });
  vi.stubGlobal("navigator", { clipboard: undefined });
  screen.getByRole("button", { name: "Copy SHA-256" }).click();
  expect(await screen.findByText("0123456789abcdef".repeat(4))).toBeDefined();
  vi.unstubAllGlobals();
});

test("shows the language by its name, and changes it", async () => {
  let body: unknown;
  server.on("PATCH /api/document/1", async (request) => {
    body = await request.json();
    return Response.json(documentNamed("pumps.md", { document_id: "1", language: "de" }));
  });
  show(<DocumentPage documentId="1" />, "/documents/1");
  const choice = await screen.findByRole<HTMLSelectElement>("combobox", { name: "Language" });
  expect(choice.selectedOptions[0]?.text).toBe("English");
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  await userEvent.selectOptions(choice, "German");
  expect(body).toBeUndefined();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(body).toEqual({ language: "de" });
  expect(await screen.findByText("The language is now German")).toBeDefined();
  expect(choice.value).toBe("de");
  expect(document.activeElement).toBe(choice);
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
});

test("offers an unknown language, and one that is not in the list", async () => {
  server.on("GET /api/document/1", () =>
    Response.json(documentNamed("pumps.md", { document_id: "1", language: "yue" })),
  );
  server.on("PATCH /api/document/1", () =>
    Response.json(documentNamed("pumps.md", { document_id: "1", language: null })),
  );
  show(<DocumentPage documentId="1" />, "/documents/1");
  const choice = await screen.findByRole<HTMLSelectElement>("combobox", { name: "Language" });
  expect(choice.selectedOptions[0]?.text).toBe("Cantonese");
  await userEvent.selectOptions(choice, "Unknown");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("The language is now Unknown")).toBeDefined();
  expect(choice.value).toBe("");
});

test("says why the language could not be changed, so that one can try again", async () => {
  server.on("PATCH /api/document/1", () => problem(503, "database_unavailable", "No database."));
  show(<DocumentPage documentId="1" />, "/documents/1");
  const choice = await screen.findByRole<HTMLSelectElement>("combobox", { name: "Language" });
  await userEvent.selectOptions(choice, "German");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect((await screen.findByRole("alert")).textContent).toBe("No database.");
  expect(choice.value).toBe("de");
  expect(screen.getByRole("button", { name: "Save" })).toBeDefined();
});
