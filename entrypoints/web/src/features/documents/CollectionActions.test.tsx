import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

const { problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import type { Collection } from "@/api/types";
import { useMe } from "@/lib/me";
import { accessibilityViolations } from "@/testing/accessibility";
import { CollectionActions } from "./CollectionActions";

const PUMPS: Collection = {
  collection_id: "c",
  name: "Pumps",
  documents: 2,
  created_at: "2026-03-12T10:00:00Z",
  limited_to: [],
};

/** Shows the actions to somebody, and returns what is called when one is done. */
function shownTo(role: "reader" | "editor" | "admin", listed: Collection | undefined) {
  server.on("GET /api/me", () => Response.json({ role }));
  const done = vi.fn();
  show(
    <>
      <Role />
      <CollectionActions listed={listed} onDone={done} />
    </>,
  );
  return done;
}

function Role() {
  return useMe().data?.role;
}

/** Opens a dialog with the button of the same name. */
async function opened(name: string, title = name): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole("button", { name }));
  return screen.findByRole("dialog", { name: title });
}

test("readers see no actions", async () => {
  shownTo("reader", PUMPS);
  await screen.findByText("reader");
  expect(screen.queryByRole("button")).toBeNull();
});

test("without a listed collection one can only be created", async () => {
  let sent: unknown;
  server.on("POST /api/collection", async (request) => {
    sent = await request.json();
    return Response.json({ ...PUMPS, name: "Valves" }, { status: 201 });
  });
  const done = shownTo("editor", undefined);
  const dialog = await opened("New collection");
  expect(screen.queryByRole("button", { name: "Rename collection" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Delete collection" })).toBeNull();
  expect(await accessibilityViolations()).toEqual([]);
  await userEvent.type(within(dialog).getByLabelText("Name"), " Valves{Enter}");
  await waitFor(() =>
    expect(done).toHaveBeenCalledWith("Valves", "The collection Valves was created."),
  );
  expect(sent).toEqual({ name: "Valves" });
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the listed collection is renamed, unless its name stays or another one has it", async () => {
  server.on("PATCH /api/collection/c", () =>
    problem(409, "collection_exists", "Another collection has this name."),
  );
  const done = shownTo("editor", PUMPS);
  const dialog = await opened("Rename collection");
  const save = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Save" });
  expect(save.disabled).toBe(true);
  await userEvent.type(within(dialog).getByLabelText("Name"), " of 2026");
  await userEvent.click(save);
  expect((await within(dialog).findByRole("alert")).textContent).toContain("has this name");
  expect(done).not.toHaveBeenCalled();

  server.on("PATCH /api/collection/c", async (request) =>
    Response.json({ ...PUMPS, ...(await request.json()) }),
  );
  await userEvent.click(save);
  await waitFor(() =>
    expect(done).toHaveBeenCalledWith(
      "Pumps of 2026",
      "The collection Pumps is now called Pumps of 2026.",
    ),
  );
});

test("before the listed collection is deleted, one reads that its documents stay", async () => {
  server.on("DELETE /api/collection/c", () => Response.json({ deleted_documents: 0 }));
  const done = shownTo("admin", PUMPS);
  const dialog = await opened("Delete collection", "Delete this collection?");
  expect(dialog.textContent).toContain("This deletes the collection Pumps alone.");
  expect(dialog.textContent).toContain("Its documents stay");
  expect(await accessibilityViolations()).toEqual([]);
  await userEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
  await waitFor(() =>
    expect(done).toHaveBeenCalledWith(
      null,
      "The collection Pumps was deleted. Its documents stay.",
    ),
  );
  expect(server.log.filter((entry) => entry.startsWith("DELETE"))).toEqual([
    "DELETE /api/collection/c",
  ]);
});
