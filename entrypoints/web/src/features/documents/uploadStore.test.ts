import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { documentNamed } from "@/testing/documents";
import { FakeXhr, stubXhr } from "@/testing/fakeXhr";
import { UploadStore } from "./uploadStore";

const DOCUMENT = documentNamed("a.md");

let store: UploadStore;

beforeEach(() => {
  stubXhr();
  store = new UploadStore();
});

afterEach(() => {
  store.cancelAll();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const FORMATS = [
  { name: "PDF", media_type: "application/pdf", suffixes: [".pdf"] },
  { name: "Markdown", media_type: "text/markdown", suffixes: [".md", ".markdown"] },
];

function file(name: string, content = "text", type = ""): File {
  const made = new File([content], name, { type });
  // jsdom cannot read a File's content
  return Object.assign(made, { slice: () => ({ arrayBuffer: async () => new ArrayBuffer(1) }) });
}

function states(): string[] {
  return store.getSnapshot().map(({ state }) => state.kind);
}

function only() {
  const [upload] = store.getSnapshot();
  if (upload === undefined) throw new Error("there is no upload");
  return upload;
}

function xhr(index: number): FakeXhr {
  const request = FakeXhr.sent[index];
  if (request === undefined) throw new Error(`request ${index} was not sent`);
  return request;
}

function rejection(status: number, code: string, detail = "No.") {
  return { type: "", title: "", status, detail, code, request_id: "1" };
}

describe("an upload", () => {
  test("is sending with a percentage, then processing, then done", () => {
    const done = vi.fn();
    store.onDone(done);
    store.add([file("a.md")]);
    expect(only().state).toEqual({ kind: "sending", percent: 0 });

    xhr(0).upload.onprogress?.({ lengthComputable: true, loaded: 43, total: 100 });
    expect(only().state).toEqual({ kind: "sending", percent: 43 });

    xhr(0).upload.onload?.();
    expect(only().state).toMatchObject({ kind: "processing" });

    xhr(0).respond(201, DOCUMENT);
    expect(only().state).toEqual({ kind: "done", document: DOCUMENT, alreadyThere: false });
    expect(done).toHaveBeenCalledWith(DOCUMENT);
  });

  test("of known content says that it was there", () => {
    store.add([file("a.md")]);
    xhr(0).respond(200, DOCUMENT);
    expect(only().state).toMatchObject({ kind: "done", alreadyThere: true });
  });

  test("that the server has stored, to prepare it later, is accepted and makes room", () => {
    const done = vi.fn();
    store.onDone(done);
    store.add(["1.md", "2.md", "3.md", "4.md"].map((name) => file(name)));
    const pending = documentNamed("1.md", { status: "pending", total_chunks: 0 });
    xhr(0).respond(202, pending);
    expect(only().state).toEqual({ kind: "accepted", document: pending });
    expect(states()).toEqual(["accepted", "sending", "sending", "sending"]);
    expect(done).toHaveBeenCalledWith(pending);
  });

  test("waits in order while three others run", () => {
    store.add(["1.md", "2.md", "3.md", "4.md", "5.md"].map((name) => file(name)));
    expect(states()).toEqual(["sending", "sending", "sending", "waiting", "waiting"]);

    xhr(1).respond(201, DOCUMENT);
    expect(states()).toEqual(["sending", "done", "sending", "sending", "waiting"]);
    expect(xhr(3).name).toBe("4.md");
  });

  test.each([
    [415, "unsupported_file_type"],
    [413, "file_too_large"],
  ])(
    "that is rejected with %i shows the server's message and cannot be retried",
    (status, code) => {
      store.add([file("a.md")]);
      xhr(0).respond(status, rejection(status, code, "It is too much."));
      expect(only().state).toEqual({
        kind: "failed",
        detail: "It is too much.",
        code,
        retryable: false,
      });

      store.retry(only().id);
      expect(FakeXhr.sent).toHaveLength(1);
    },
  );

  test("that the server failed to process can be retried", () => {
    store.add([file("a.md")]);
    xhr(0).respond(500, rejection(500, "processing_failed"));
    expect(only().state).toMatchObject({ kind: "failed", retryable: true });
  });

  test("fails with a message if the response is invalid", () => {
    store.add([file("a.md")]);
    xhr(0).respond(200, "<html>");
    expect(only().state).toMatchObject({ kind: "failed", code: "http_200" });
  });

  test.each([
    ["in the header", 429, rejection(429, "rate_limited", "Too many."), { "Retry-After": "7" }],
    ["in the problem", 503, { ...rejection(503, "embedder_unavailable"), retry_after: 7 }, {}],
  ])("is retried automatically after the time %s", (_, status, body, headers) => {
    vi.useFakeTimers();
    store.add([file("a.md")]);
    xhr(0).respond(status, body, headers);
    expect(only().state).toEqual({
      kind: "postponed",
      until: Date.now() + 7000,
      detail: body.detail,
    });

    vi.advanceTimersByTime(6999);
    expect(FakeXhr.sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(only().state).toMatchObject({ kind: "sending" });
    xhr(1).respond(201, DOCUMENT);
    expect(only().state).toMatchObject({ kind: "done" });
  });

  test("is retried with the same key if the connection is lost", async () => {
    store.add([file("a.md"), file("b.md")]);
    xhr(0).onerror?.();
    await vi.waitFor(() => expect(only().state.kind).toBe("failed"));
    expect(only().state).toMatchObject({ code: "unreachable", retryable: true });

    store.retry(only().id);
    expect(xhr(2).name).toBe("a.md");
    expect(xhr(2).headers.get("Idempotency-Key")).toBe(xhr(0).headers.get("Idempotency-Key"));
    expect(xhr(1).headers.get("Idempotency-Key")).not.toBe(xhr(0).headers.get("Idempotency-Key"));
  });

  test("has a key without crypto.randomUUID", () => {
    vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(171) });
    store.add([file("a.md")]);
    expect(xhr(0).headers.get("Idempotency-Key")).toBe("ab".repeat(16));
  });

  test("of a file that has changed is sent with a new key", () => {
    store.add([file("a.md")]);
    xhr(0).respond(422, rejection(422, "idempotency_key_reused"));
    expect(xhr(1).headers.get("Idempotency-Key")).not.toBe(xhr(0).headers.get("Idempotency-Key"));
    expect(only().state).toMatchObject({ kind: "sending" });
  });

  test("of a file that is no longer readable fails and cannot be retried", async () => {
    const moved = file("a.md");
    Object.assign(moved, {
      slice: () => ({
        arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")),
      }),
    });
    store.add([moved]);
    xhr(0).onerror?.();
    await vi.waitFor(() => expect(only().state.kind).toBe("failed"));
    expect(only().state).toMatchObject({ code: "file_unreadable", retryable: false });
  });

  test("that is cancelled is aborted and starts the next", () => {
    store.add(["1.md", "2.md", "3.md", "4.md"].map((name) => file(name)));
    store.cancel(only().id);
    expect(xhr(0).aborted).toBe(true);
    expect(states()).toEqual(["sending", "sending", "sending"]);
    expect(xhr(3).name).toBe("4.md");
  });

  test("that is cancelled while postponed is not sent again", () => {
    vi.useFakeTimers();
    store.add([file("a.md")]);
    xhr(0).respond(503, { ...rejection(503, "embedder_unavailable"), retry_after: 1 });
    store.cancel(only().id);
    vi.advanceTimersByTime(5000);
    expect(FakeXhr.sent).toHaveLength(1);
  });
});

describe("many uploads", () => {
  test("are cancelled together, except finished ones", () => {
    store.add(["1.md", "2.md", "3.md", "4.md", "5.md"].map((name) => file(name)));
    xhr(0).respond(201, DOCUMENT);
    store.cancelAll();
    expect(states()).toEqual(["done"]);
    expect(FakeXhr.sent.filter((request) => request.aborted)).toHaveLength(3);
  });

  test("are retried together if they failed, and removed together if finished", () => {
    store.add([file("1.md"), file("2.md"), file("3.md"), file("4.md", "")]);
    xhr(0).respond(500, rejection(500, "internal_error"));
    xhr(1).respond(500, rejection(500, "internal_error"));
    xhr(2).respond(201, DOCUMENT);
    store.retryAll();
    expect(states()).toEqual(["sending", "sending", "done", "failed"]);
    store.dismissAll();
    expect(states()).toEqual(["sending", "sending"]);
  });

  test("ask before the page is closed, until all are finished", () => {
    const leave = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    expect(leave()).toBe(false);
    store.add([file("a.md")]);
    expect(leave()).toBe(true);
    xhr(0).respond(201, DOCUMENT);
    expect(leave()).toBe(false);
  });
});

describe("a file that cannot be added", () => {
  test.each([
    ["photo.png", "pixels", "image/png", /files of this kind \(.*\.png.*\) are not read/],
    ["Film", "frames", "video/mp4", /files of this kind \(video\/mp4\) are not read/],
    ["empty.txt", "", "text/plain", /empty/i],
  ])("is rejected with the reason before it is sent: %s", (name, content, type, reason) => {
    store.add([file(name, content, type)], FORMATS);
    expect(FakeXhr.sent).toHaveLength(0);
    expect(only().state).toMatchObject({
      kind: "failed",
      retryable: false,
      detail: expect.stringMatching(reason),
    });
    store.dismiss(only().id);
    expect(store.getSnapshot()).toEqual([]);
  });

  test("does not stop the others", () => {
    store.add([file("a.png", "x", "image/png"), file("b.MARKDOWN"), file("c.txt")], FORMATS);
    expect(states()).toEqual(["failed", "sending", "sending"]);
  });

  test("is sent if only its content can tell, or if nothing is known of formats", () => {
    store.add([file("README"), file("settings.cfg", "a = 1", "text/x-config")], FORMATS);
    store.add([file("photo.png", "pixels", "image/png")]);
    expect(states()).toEqual(["sending", "sending", "sending"]);
  });
});
