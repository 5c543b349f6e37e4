import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

const { page, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { documentNamed } from "@/testing/documents";
import { ScopeChoice } from "./ScopeChoice";

test("Escape clears the search, then closes the choice, and nothing else on the page", async () => {
  server.on("GET /api/collection", () => page([]));
  server.on("GET /api/document", () => page([documentNamed("a.md")]));
  show(<ScopeChoice chosen={null} onChoose={() => undefined} />);
  await userEvent.click(await screen.findByText(/^Ask/, { selector: "summary" }));
  const field = await screen.findByRole("searchbox");
  const details = field.closest("details");
  await userEvent.type(field, "pump");
  fireEvent.keyDown(field, { key: "Escape" });
  expect(details?.open).toBe(true);

  await userEvent.clear(field);
  const isLeftToOthers = fireEvent.keyDown(field, { key: "Escape" });
  expect(details?.open).toBe(false);
  expect(isLeftToOthers).toBe(false);
});
