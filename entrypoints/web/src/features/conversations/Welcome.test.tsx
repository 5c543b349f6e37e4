import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

const { page, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));
vi.mock("@docs/manual.md?url", () => ({ default: "/assets/manual.md" }));

import { uploads } from "@/features/documents";
import { Welcome } from "./Welcome";

const nothing = { languageModel: null, onExample: () => undefined };
const MANUAL = { document_id: "m", filename: "quoth-manual.md" };

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
  show(<Welcome documentCount={1} languageModel="groq" onExample={onExample} />);
  await userEvent.click(
    await screen.findByRole("button", { name: "What happens when I delete a document?" }),
  );

  expect(onExample).toHaveBeenCalledWith("What happens when I delete a document?");
  expect(server.log).toEqual([
    "GET /api/document?limit=1&status=processed&filename=quoth-manual.md",
  ]);
  expect(screen.queryByRole("button", { name: "Add documents" })).toBeNull();
});

test("offers no example questions without the manual", async () => {
  server.on("GET /api/document", () => page([]));
  show(<Welcome documentCount={1} {...nothing} />);
  expect(await screen.findByText(/Ask your documents/)).toBeDefined();
  expect(screen.queryByRole("button")).toBeNull();
});

test("shows nothing until it knows all that it shows", async () => {
  let respond = (_: Response) => {};
  server.on("GET /api/document", () => new Promise((resolve) => (respond = resolve)));
  show(<Welcome documentCount={1} {...nothing} languageModel="extractive" />);
  await vi.waitFor(() => expect(server.log).toHaveLength(1));
  expect(document.querySelector("section, p")).toBeNull();

  respond(page([MANUAL]));
  expect(await screen.findByText("Try a question about Quoth")).toBeDefined();
  expect(screen.getByText("Answers are quotations")).toBeDefined();
});

test("explains answers without a model until dismissed", async () => {
  server.on("GET /api/document", () => page([]));
  const welcome = <Welcome documentCount={1} {...nothing} languageModel="extractive" />;
  show(welcome);
  expect(await screen.findByText("GROQ_API_KEY=your-key")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Do not show this again" }));
  expect(screen.queryByText("GROQ_API_KEY=your-key")).toBeNull();

  cleanup();
  show(welcome);
  expect(await screen.findByText(/Ask your documents/)).toBeDefined();
  expect(screen.queryByText("GROQ_API_KEY=your-key")).toBeNull();
});

test("explains nothing if a model writes the answers", async () => {
  show(<Welcome documentCount={1} {...nothing} languageModel="groq" />);
  expect(await screen.findByText(/Ask your documents/)).toBeDefined();
  expect(screen.queryByText(/Answers are quotations/)).toBeNull();
});

test("copies the setting, and selects it if there is no clipboard", async () => {
  const user = userEvent.setup();
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
