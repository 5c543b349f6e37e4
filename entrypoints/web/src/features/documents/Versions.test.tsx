import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

const { page, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { accessibilityViolations } from "@/testing/accessibility";
import { documentNamed } from "@/testing/documents";
import { Versions } from "./Versions";

const FIRST = documentNamed("rules/pumps.md", { document_id: "1", file_size: 1_000 });
const SECOND = { ...FIRST, version: 2, file_size: 2_000 };

beforeEach(() => server.on("GET /api/document/1/version", () => page([SECOND, FIRST])));

test("each version can be opened and downloaded, and the open one is marked", async () => {
  show(<Versions document={SECOND} shown={1} />);
  await userEvent.click(await screen.findByText("Version 2: this one and earlier ones"));
  const [second, first] = screen.getAllByRole("listitem") as [HTMLElement, HTMLElement];
  expect(first.textContent).toContain("Version 1 · Mar 12, 2026 · 1 kB");
  const earlier = within(first).getByRole("link", { name: "Open version 1" });
  expect(earlier.getAttribute("href")).toBe("/documents/1?version=1");
  expect(earlier.getAttribute("aria-current")).toBe("true");
  const file = within(first).getByRole("link", { name: "Download version 1" });
  expect(file.getAttribute("href")).toBe("/api/document/1/original/?version=1");
  expect(file.getAttribute("download")).toBe("pumps.md");

  const current = within(second).getByRole("link", { name: "Open version 2" });
  expect(current.getAttribute("href")).toBe("/documents/1");
  expect(current.getAttribute("aria-current")).toBeNull();
  expect(await accessibilityViolations()).toEqual([]);
});

test("a document with one version has no list of them, and none is asked for", () => {
  show(<Versions document={FIRST} shown={1} />);
  expect(screen.queryByRole("group")).toBeNull();
  expect(server.log).toEqual([]);
});
