import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const { show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { documentNamed } from "@/testing/documents";
import { FakeXhr, stubXhr } from "@/testing/fakeXhr";
import { UploadList } from "./UploadList";
import { uploads } from "./uploads";

beforeEach(stubXhr);

afterEach(() => {
  uploads.cancelAll();
  uploads.dismissAll();
  vi.unstubAllGlobals();
});

function addFiles(...names: string[]) {
  act(() =>
    uploads.add(names.map((name) => new File(name.startsWith("empty") ? [] : ["text"], name))),
  );
}

test("shows the progress of each upload, as text and as a labelled bar", () => {
  show(<UploadList />);
  addFiles("a.md");
  act(() => FakeXhr.sent[0]?.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 2 }));

  expect(screen.getByText("Uploading, 50%")).toBeDefined();
  const bar = screen.getByRole("progressbar", { name: "Uploading a.md" });
  expect(bar.getAttribute("value")).toBe("50");

  act(() => FakeXhr.sent[0]?.upload.onload?.());
  expect(screen.getByText(/Uploaded. Preparing for search, 0 s so far/)).toBeDefined();
});

test("links to a document that exists under another name", () => {
  show(<UploadList />);
  addFiles("copy.md");
  act(() => FakeXhr.sent[0]?.respond(200, documentNamed("first.md")));

  expect(screen.getByText("Already added as first.md")).toBeDefined();
  expect(screen.getByRole("link", { name: "copy.md" }).getAttribute("href")).toBe(
    "/documents/id-of-first.md",
  );
});

test("offers retry, dismiss and cancel", async () => {
  show(<UploadList />);
  addFiles("a.md");
  act(() => FakeXhr.sent[0]?.respond(500, "broken"));
  await userEvent.click(screen.getByRole("button", { name: "Try again: a.md" }));
  expect(FakeXhr.sent).toHaveLength(2);

  await userEvent.click(screen.getByRole("button", { name: "Cancel a.md" }));
  expect(screen.queryByText("a.md")).toBeNull();

  addFiles("empty.md");
  await userEvent.click(screen.getByRole("button", { name: "Dismiss empty.md" }));
  expect(screen.queryByText("empty.md")).toBeNull();
});

test("announces added and failed files", async () => {
  show(<UploadList />);
  addFiles("a.md", "empty.md");
  act(() => FakeXhr.sent[0]?.respond(201, documentNamed("a.md")));
  await waitFor(
    () =>
      expect(screen.getByRole("status").textContent).toMatch(
        /^1 document added\. 1 file could not be added\. empty\.md: Not uploaded: the file/,
      ),
    { timeout: 3000 },
  );
});

test("shows a few of hundreds of uploads, and their number", () => {
  show(<UploadList />);
  addFiles(...Array.from({ length: 500 }, (_, index) => `${index}.md`));
  expect(screen.getAllByRole("listitem").length).toBeLessThan(10);
  expect(screen.getByText("3 in progress · 497 waiting")).toBeDefined();
});
