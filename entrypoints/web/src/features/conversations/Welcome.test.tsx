import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

const { page, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));
vi.mock("@docs/manual.md?url", () => ({ default: "/assets/manual.md" }));

import { uploads } from "@/features/documents";
import { documentNamed } from "@/testing/documents";
import { Welcome } from "./Welcome";

const nothing = { languageModel: null, scope: null, onExample: () => undefined };
const MANUAL = documentNamed("quoth-manual.md");

test("shows three steps and an upload button to a user without documents", async () => {
  server.on("GET /api/document", () => page([]));
  const add = vi.spyOn(uploads, "add").mockImplementation(() => undefined);
  show(<Welcome documentCount={0} {...nothing} />);

  expect(await screen.findAllByRole("listitem")).toHaveLength(3);
  const notes = new File(["Pumps"], "notes.md", { type: "text/markdown" });
  await userEvent.upload(screen.getByLabelText("Add documents", { selector: "input" }), notes);
  expect(add).toHaveBeenCalledWith([notes], undefined);
});

test("adds Quoth's own manual with one click", async () => {
  server.on("GET /api/document", () => page([]));
  server.on("GET /assets/manual.md", () => new Response("# The manual"));
  const add = vi.spyOn(uploads, "add").mockImplementation(() => undefined);
  show(<Welcome documentCount={0} {...nothing} />);
  await userEvent.click(await screen.findByRole("button", { name: "Load Quoth's manual" }));

  await vi.waitFor(() => expect(add).toHaveBeenCalledOnce());
  const file = add.mock.calls[0]?.[0][0];
  expect(file?.name).toBe("quoth-manual.md");
  expect(file?.size).toBe("# The manual".length);
});

test("shows an error when the manual cannot be loaded", async () => {
  server.on("GET /assets/manual.md", () => new Response("", { status: 404 }));
  const add = vi.spyOn(uploads, "add").mockImplementation(() => undefined);
  show(<Welcome documentCount={0} {...nothing} />);
  await userEvent.click(await screen.findByRole("button", { name: "Load Quoth's manual" }));

  expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
  expect(add).not.toHaveBeenCalled();
});

test("offers questions about the manual if it is among the documents", async () => {
  server.on("GET /api/document", () => page([MANUAL]));
  const onExample = vi.fn();
  show(<Welcome documentCount={1} languageModel="groq" scope={null} onExample={onExample} />);
  await userEvent.click(
    await screen.findByRole("button", { name: "What happens when I delete a document?" }),
  );

  expect(onExample).toHaveBeenCalledWith("What happens when I delete a document?");
  expect(server.log).toContain("GET /api/document?limit=3&status=processed");
  expect(screen.getByRole("button", { name: "Add documents" })).toBeDefined();
});

test("offers what the documents in scope define, and no more than they do", async () => {
  const tides = documentNamed("tides.md");
  server.on(`GET /api/document/${tides.document_id}`, () => Response.json(tides));
  server.on(
    `GET /api/document/${tides.document_id}/content`,
    () => new Response("# Tides\n\nA spring tide is a tide with a large range.\n"),
  );
  const scope = { document_ids: [tides.document_id] };
  show(<Welcome {...nothing} documentCount={9} scope={scope} />);
  expect(await screen.findByRole("button", { name: "What is a spring tide?" })).toBeDefined();
  expect(screen.queryByRole("button", { name: /delete/ })).toBeNull();
});

test("asks about the parts of a document that a search finds, if its text defines nothing", async () => {
  const rules = documentNamed("rules.md");
  server.on("GET /api/document", () => page([rules]));
  server.on(
    `GET /api/document/${rules.document_id}/content`,
    () =>
      new Response(
        "# Rules\n\n## Introduction\n\nSwim.\n\n## The pool\n\nNo running.\n\n## Hats\n",
      ),
  );
  const found = { document_id: rules.document_id, content: "No running.", section: ["The pool"] };
  server.on("POST /api/search", () => Response.json({ passages: [found] }));
  show(<Welcome documentCount={1} {...nothing} />);
  const name = "What does rules.md say about The pool?";
  expect(await screen.findByRole("button", { name })).toBeDefined();
  expect(screen.queryByRole("button", { name: /Introduction|Hats/ })).toBeNull();
});

test("offers no questions if the documents have none, or cannot be read", async () => {
  server.on("GET /api/document", () => page([documentNamed("list.md")]));
  show(<Welcome documentCount={1} {...nothing} />);
  expect(await screen.findByRole("link", { name: "All documents" })).toBeDefined();
  expect(screen.queryByRole("heading")).toBeNull();
});

test("shows nothing until it knows all that it shows", async () => {
  let respond = (_: Response) => {};
  server.on("GET /api/document", () => new Promise((resolve) => (respond = resolve)));
  show(<Welcome documentCount={1} {...nothing} languageModel="extractive" />);
  await vi.waitFor(() => expect(server.log).not.toHaveLength(0));
  expect(document.querySelector("section, details")).toBeNull();

  respond(page([MANUAL]));
  expect(await screen.findByText("Questions that your documents answer")).toBeDefined();
  expect(screen.getByText(/Answers are quotations/)).toBeDefined();
});

test("explains how to set up a model only if none writes the answers", async () => {
  server.on("GET /api/document", () => page([]));
  show(<Welcome documentCount={1} {...nothing} languageModel="extractive" />);
  expect(await screen.findByText("GROQ_API_KEY=your-key")).toBeDefined();

  cleanup();
  show(<Welcome documentCount={1} {...nothing} languageModel="groq" />);
  expect(await screen.findByRole("link", { name: "All documents" })).toBeDefined();
  expect(screen.queryByText(/Answers are quotations/)).toBeNull();
});

test("copies the setting, and selects it if there is no clipboard", async () => {
  const user = userEvent.setup();
  server.on("GET /api/document", () => page([]));
  show(<Welcome documentCount={1} {...nothing} languageModel="extractive" />);
  const button = await screen.findByRole("button", { name: "Copy GROQ_API_KEY=your-key" });
  await user.click(button);
  expect(await navigator.clipboard.readText()).toBe("GROQ_API_KEY=your-key");
  expect(screen.getByText("Copied")).toBeDefined();

  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("refused"));
  await user.click(button);
  expect(await screen.findByText(/Copy it with your keyboard/)).toBeDefined();
  expect(window.getSelection()?.toString()).toBe("GROQ_API_KEY=your-key");
});
