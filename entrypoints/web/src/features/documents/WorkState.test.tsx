import { act, cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const { problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import type { DocumentStatus } from "@/api/types";
import { documentNamed } from "@/testing/documents";
import { FakeEventSource, stubEventSource } from "@/testing/fakeEventSource";
import { speak } from "@/words";
import { all as german } from "@/words/de/all";
import { en } from "@/words/en";
import { FollowedWork, WorkState } from "./WorkState";

const ID = "id-of-book.pdf";

beforeEach(stubEventSource);
afterEach(() => {
  vi.unstubAllGlobals();
  speak(en, "en");
});

function documentThatIs(status: DocumentStatus, error_message: string | null = null) {
  return documentNamed("book.pdf", { status, error_message, total_chunks: 0 });
}

function onlySource(): FakeEventSource {
  const [source, ...others] = FakeEventSource.opened;
  if (source === undefined || others.length > 0) throw new Error("one stream was expected");
  return source;
}

test("shows how far the work is, and the time left, until it ends", () => {
  show(<FollowedWork document={documentThatIs("processing")} />);
  const source = onlySource();
  expect(source.url).toBe(`/api/document/${ID}/events/`);

  act(() =>
    source.send({ type: "progress", stage: "reading", done: 0, total: 0, seconds_left: null }),
  );
  expect(screen.getByText("Reading the file")).toBeDefined();
  expect(screen.queryByRole("progressbar")).toBeNull();

  act(() =>
    source.send({ type: "progress", stage: "embedding", done: 42, total: 100, seconds_left: 185 }),
  );
  expect(screen.getByText("Preparing for search, 42%, 3 min 5 s left")).toBeDefined();
  expect(screen.getByRole("progressbar", { name: "Preparing book.pdf" })).toBeDefined();

  act(() => source.send({ type: "done", document_id: ID, status: "processed", total_chunks: 3 }));
  expect(source.closed).toBe(true);
});

test("follows nothing that is not to be followed, and closes the stream with the page", () => {
  show(<WorkState document={documentThatIs("processing")} progress={null} />);
  show(<FollowedWork document={documentThatIs("failed", "It is damaged.")} />);
  expect(FakeEventSource.opened).toEqual([]);

  show(<FollowedWork document={documentThatIs("pending")} />);
  cleanup();
  expect(onlySource().closed).toBe(true);
});

test("says why a document failed in the language of the pages, or in the words of the server", () => {
  const failed = documentThatIs("failed", "The file is damaged at byte 12.");
  speak(german, "de");
  show(<WorkState document={{ ...failed, error_code: "file_damaged" }} progress={null} />);
  expect(screen.getByText(/beschädigt oder unvollständig/)).toBeDefined();
  show(<WorkState document={{ ...failed, error_code: "something_new" }} progress={null} />);
  expect(screen.getByText("The file is damaged at byte 12.")).toBeDefined();
});

test("asks again for a stream that was refused, and not for one that reconnects", () => {
  vi.useFakeTimers();
  try {
    show(<FollowedWork document={documentThatIs("processing")} />);
    onlySource().fail(false);
    vi.advanceTimersByTime(60_000);
    onlySource().fail(true);
    act(() => vi.advanceTimersByTime(60_000));
    expect(FakeEventSource.opened).toHaveLength(2);
    act(() =>
      FakeEventSource.opened[1]?.send({
        type: "progress",
        stage: "embedding",
        done: 42,
        total: 100,
        seconds_left: null,
      }),
    );
    expect(screen.getByText("Preparing for search, 42%")).toBeDefined();
    FakeEventSource.opened[1]?.fail(true);
    cleanup();
    vi.advanceTimersByTime(60_000);
    expect(FakeEventSource.opened).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test("cancels the work", async () => {
  server.on(`POST /api/document/${ID}/cancel`, () => Response.json(documentThatIs("cancelled")));
  show(<WorkState document={documentThatIs("processing")} progress={null} />);
  await userEvent.click(screen.getByRole("button", { name: "Cancel book.pdf" }));
  await waitFor(() => expect(server.log).toContain(`POST /api/document/${ID}/cancel`));
});

test("tries a failed document again, and says why that is not possible", async () => {
  server.on(`POST /api/document/${ID}/retry`, () => problem(409, "nothing_to_do", "It is done."));
  show(<WorkState document={documentThatIs("failed", "The file is damaged.")} progress={null} />);
  expect(screen.getByText("The file is damaged.")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Try again: book.pdf" }));
  expect(await screen.findByText("It is done.")).toBeDefined();
});

test("is nothing for a document that is ready", () => {
  show(<WorkState document={documentNamed("book.pdf")} progress={null} />);
  expect(screen.queryByRole("button")).toBeNull();
});

test("says that a newer version could not be made, and tries it again", async () => {
  server.on(`POST /api/document/${ID}/retry`, () => Response.json(documentThatIs("processed")));
  show(<WorkState document={documentThatIs("processed", "It is damaged.")} progress={null} />);
  expect(screen.getByText("A newer version could not be made. It is damaged.")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Try again: book.pdf" }));
  await waitFor(() => expect(server.log).toContain(`POST /api/document/${ID}/retry`));
});
