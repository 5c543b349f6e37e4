import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";

const { show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { documentNamed } from "@/testing/documents";
import { DeleteManyDialog } from "./DeleteManyDialog";

test("lists all names that go with each document", async () => {
  const documents = [
    documentNamed("alpha/a.md", { names: ["alpha/a.md", "beta/b.md", "c.md"] }),
    documentNamed("pumps.md"),
  ];
  show(<DeleteManyDialog documents={documents} onClose={vi.fn()} onDone={vi.fn()} />);
  const dialog = await screen.findByRole("dialog", { name: "Delete 2 documents?" });
  const listed = within(dialog).getAllByRole("listitem");
  expect(listed.map((each) => each.textContent)).toEqual([
    "alpha/a.md (also as beta/b.md, c.md)",
    "pumps.md",
  ]);
});

test("speaks of one document as of one", async () => {
  show(<DeleteManyDialog documents={[documentNamed("a.md")]} onClose={vi.fn()} onDone={vi.fn()} />);
  const dialog = await screen.findByRole("dialog", { name: "Delete 1 document?" });
  expect(dialog.textContent).toMatch(/its text.* used it\..* The file on your disk is not/);
});
