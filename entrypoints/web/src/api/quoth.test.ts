/** The client of programs, on a scripted server. */

import { answerFrom, never, ProcessingFailed, Quoth, RequestRefused, retries } from "@quoth/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const START = { type: "start", message_id: "m", question: "open?", cached: false };
const OPEN = { type: "content", content: "Open." };
const DONE = { type: "done", message_id: "m", finish_reason: "stop", fallback_from: [] };
const EVENTS = [START, OPEN, DONE];

type Reply = (request: Request) => Response | Promise<Response>;

const lost: Reply = () => Promise.reject(new TypeError("Failed to fetch"));

function problem(status: number, code: string, more: object = {}): Reply {
  return () => Response.json({ detail: "No.", code, status, ...more }, { status });
}

/** Sends the events from `first` to `last`; `open` leaves the stream open. */
function stream(first: number, last: number, events: object[] = EVENTS, open = false): Reply {
  return () => {
    const text = events
      .slice(first - 1, last)
      .map((event, index) => `data: ${JSON.stringify(event)}\nid: ${first + index}\n\n`);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(`: keep-alive\n\n${text.join("")}`));
        if (!open) controller.close();
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  };
}

let requests: Request[] = [];

function clientOf(...replies: Reply[]): Quoth {
  const fetch = async (input: Request | string | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    requests.push(request);
    const reply = replies.shift();
    if (reply === undefined) throw new Error(`no reply is left for ${request.url}`);
    return reply(request);
  };
  return new Quoth({ server: "http://quoth/", key: "quoth_k", fetch });
}

const sent = () => requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
const header = (index: number, name: string) => requests[index]?.headers.get(name);

beforeEach(() => {
  requests = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

async function read(events: AsyncIterable<{ id: number }>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of events) ids.push(id);
  return ids;
}

describe("an answer", () => {
  test("is continued where the connection broke, and asked for twice with one key", async () => {
    const quoth = clientOf(
      lost,
      stream(1, 1),
      stream(1, 2), // what is repeated is left out
      stream(4, 4, [...EVENTS, DONE]), // and what skips an event is read again
      problem(503, "database_unavailable"),
      stream(3, 3),
    );
    const ids = read(quoth.ask("Open?", { session: "s" }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await ids).toEqual([1, 2, 3]);
    expect(sent()).toEqual([
      ...Array(2).fill("POST /api/chat/"),
      ...Array(4).fill("GET /api/chat/m/events/"),
    ]);
    expect(header(1, "Idempotency-Key")).toBe(header(0, "Idempotency-Key"));
    expect([2, 3, 4, 5].map((index) => header(index, "Last-Event-ID"))).toEqual([
      "1",
      "2",
      "2",
      "2",
    ]);
    expect(header(5, "Authorization")).toBe("Bearer quoth_k");
  });

  test("is whole when its last event came, in a session of its own", async () => {
    const quoth = clientOf(() => Response.json({ session_id: "new" }), stream(1, 3));
    const answer = await quoth.answer("Open?", { within: { collections: ["Pumps"] } });
    expect(answer).toMatchObject({ message_id: "m", content: "Open.", finish_reason: "stop" });
    expect(await requests[1]?.json()).toEqual({
      session_id: "new",
      message: "Open?",
      cache: true,
      within: { collections: ["Pumps"] },
    });
  });

  test("that ends with an error is an error for who wants the whole", async () => {
    const error = { type: "error", error: "No.", code: "rate", message_id: "m", partial: true };
    const events = clientOf(stream(1, 2, [START, error])).ask("Open?", { session: "s" });
    await expect(answerFrom(events)).rejects.toMatchObject({ code: "rate", partial: true });
  });

  test.each([
    [false, ["POST /api/chat/", "POST /api/chat/m/cancel"]],
    [true, ["POST /api/chat/"]],
  ])("is stopped when it is aborted, unless it is detached: %s", async (detached, expected) => {
    const quoth = clientOf(stream(1, 2, EVENTS, true), () => new Response("{}", { status: 202 }));
    const controller = new AbortController();
    const options = { session: "s", signal: controller.signal, detached };
    const failure = expect(read(quoth.ask("Open?", options))).rejects.toThrow("enough");
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(new Error("enough"));
    await failure;
    expect(sent()).toEqual(expected);
  });

  test("is asked for again after a silence", async () => {
    const quoth = clientOf(stream(1, 1, EVENTS, true), stream(2, 3));
    const ids = read(quoth.ask("Open?", { session: "s", timeout: 20_000 }));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await ids).toEqual([1, 2, 3]);
  });

  test("is given up after as many attempts as are allowed, without progress between", async () => {
    const replies = Array.from({ length: 3 }, () => lost);
    const quoth = clientOf(stream(1, 1), ...replies);
    const retry = retries({ most: 2 });
    const failure = expect(read(quoth.ask("Open?", { session: "s", retry }))).rejects;
    const outcome = failure.toMatchObject({ code: "connection_failed", responded: false });
    await vi.advanceTimersByTimeAsync(60_000);
    await outcome;
    expect(requests).toHaveLength(3);
  });
});

describe("a request", () => {
  test("is sent again as often as it does no harm", async () => {
    const quoth = clientOf(lost, problem(429, "rate_limited", { retry_after: 7 }), () =>
      Response.json({ items: [], next_cursor: null }),
    );
    const listed = quoth.documents.list({ metadata: { team: "a b" } }).next();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(requests).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await listed).done).toBe(true);
    expect(requests[2]?.url).toContain("metadata.team=a%20b");
  });

  test.each([
    ["a connection that breaks", lost],
    ["an outcome that is unknown", problem(503, "outcome_unknown", { request_id: "r" })],
    ["a proxy that answers", problem(502, "bad_gateway")],
    ["a server that refuses", problem(409, "collection_name_taken", { request_id: "r" })],
  ])("that must not be done twice is not sent again after %s", async (_, reply) => {
    await expect(clientOf(reply).collections.create("Pumps")).rejects.toThrow();
    expect(requests).toHaveLength(1);
  });

  test("that must not be done twice is sent again if Quoth says that nothing was done", async () => {
    const unavailable = problem(503, "database_unavailable", { request_id: "r", retry_after: 1 });
    const quoth = clientOf(unavailable, () => Response.json({ name: "Pumps" }));
    const created = quoth.collections.create("Pumps");
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await created).name).toBe("Pumps");
    expect(await requests[1]?.json()).toEqual({ name: "Pumps" });
  });

  test("limits a document or a collection to groups, and changes nothing else", async () => {
    const limited: Reply = () => Response.json({ limited_to: ["legal"] });
    const quoth = clientOf(limited, limited);
    expect((await quoth.documents.limit("1", ["legal"])).limited_to).toEqual(["legal"]);
    expect((await quoth.collections.limit("2", ["legal"])).limited_to).toEqual(["legal"]);
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([
      "/api/document/1",
      "/api/collection/2",
    ]);
    expect(await requests[1]?.json()).toEqual({ limited_to: ["legal"] });
  });

  test("is not waited for longer than is allowed", async () => {
    const silent: Reply = () => new Promise(() => undefined);
    const health = clientOf(silent).health({ timeout: 1_000, retry: never });
    const failure = expect(health).rejects.toMatchObject({ code: "connection_failed" });
    await vi.advanceTimersByTimeAsync(2_000);
    await failure;
    const patient = clientOf(problem(429, "rate_limited", { retry_after: 61 })).models();
    await expect(patient).rejects.toMatchObject({ status: 429, retryAfter: 61 });
  });

  test("to something that is not Quoth is an error that says so", async () => {
    const html: Reply = () => new Response("<html>", { status: 404 });
    const failure = clientOf(html)
      .sessions.get("s")
      .catch((error: unknown) => error);
    expect(await failure).toBeInstanceOf(RequestRefused);
    const page: Reply = () => new Response("<html>");
    await expect(read(clientOf(page).follow("m"))).rejects.toThrow("check the address");
    await expect(clientOf(page).documents.upload("x", { name: "x" })).rejects.toThrow("address");
  });
});

describe("an upload", () => {
  const STORED = { document_id: "d", filename: "a.md", status: "pending" };
  const stored: Reply = () => Response.json(STORED, { status: 202 });

  test("ends when the document is searchable", async () => {
    const events = [
      { type: "progress", stage: "reading" },
      { type: "done", document_id: "d" },
    ];
    const quoth = clientOf(lost, stored, stream(1, 2, events), () =>
      Response.json({ ...STORED, status: "processed" }),
    );
    const upload = quoth.documents.upload("# A", { name: "a.md", collections: ["A", "B"] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await upload).toMatchObject({ status: "processed", created: true });
    const form = await requests[1]?.formData();
    expect(form?.getAll("collection")).toEqual(["A", "B"]);
    expect(header(1, "Idempotency-Key")).toBe(header(0, "Idempotency-Key"));
  });

  test("whose work fails is an error, but not for who does not wait", async () => {
    const failed = { type: "error", document_id: "d", error: "No.", code: "file_damaged" };
    const upload = clientOf(stored, stream(1, 1, [failed])).documents.upload("x", { name: "a.md" });
    await expect(upload).rejects.toThrow(ProcessingFailed);
    const queued = clientOf(stored).documents.upload("x", { name: "a.md", wait: false });
    expect((await queued).status).toBe("pending");
    await expect(clientOf().documents.upload("x")).rejects.toThrow("need a name");
  });
});
