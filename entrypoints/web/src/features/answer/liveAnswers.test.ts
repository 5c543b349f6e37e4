import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AnswerEvent } from "@/api/types";
import { aMessage, done } from "@/testing/answers";
import { LiveAnswers } from "./liveAnswers";

const EVENTS: AnswerEvent[] = [
  { type: "start", message_id: "m", question: "open?", cached: false },
  { type: "sources", sources: [], confidence: null },
  { type: "content", content: "It " },
  { type: "content", content: "is " },
  { type: "content", content: "open." },
  done("m"),
];

/** The server's response to one request. */
type Reply = (init: RequestInit) => Response | Promise<Response>;

const unreachable: Reply = () => Promise.reject(new TypeError("Failed to fetch"));

function problem(status: number, code: string): Reply {
  return () => Response.json({ detail: `${code}.`, code, status }, { status });
}

/** Sends the events `first` to `last`, then fails, ends, or stays open. */
function events(first: number, last: number, end: "break" | "end" | "open" = "end"): Reply {
  return ({ signal }) => {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode(": keep-alive\n\n"));
        for (let id = first; id <= last; id += 1) {
          const text = `data: ${JSON.stringify(EVENTS[id - 1])}\nid: ${id}\n\n`;
          const half = Math.floor(text.length / 2);
          controller.enqueue(encoder.encode(text.slice(0, half)));
          controller.enqueue(encoder.encode(text.slice(half)));
        }
        signal?.addEventListener("abort", () => {
          controller.error(new DOMException("Aborted", "AbortError"));
        });
        if (end === "end") controller.close();
      },
      pull(controller) {
        if (end === "break") controller.error(new TypeError("network error"));
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  };
}

let requests: { url: string; method: string; headers: Headers; body: unknown }[] = [];

function server(...replies: Reply[]): void {
  const last = replies.at(-1);
  vi.stubGlobal("fetch", async (input: Request | string, init: RequestInit = {}) => {
    const { url, method, headers } = new Request(input, init);
    const { pathname, search } = new URL(url);
    const body = typeof init.body === "string" ? JSON.parse(init.body) : null;
    requests.push({ url: `${pathname}${search}`, method, headers, body });
    const reply = replies.shift() ?? last;
    if (!reply) throw new Error("no reply is left");
    return reply(init);
  });
}

const header = (index: number, name: string) => requests[index]?.headers.get(name);

beforeEach(() => {
  requests = [];
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const soon = () => vi.advanceTimersByTimeAsync(40);

describe("a live answer", () => {
  test("is read to its end, and notifies listeners once a frame", async () => {
    server(events(1, 6));
    const live = new LiveAnswers();
    const listener = vi.fn();
    live.subscribe(listener);
    live.ask("s", "Open?", { cache: false });
    expect(live.getSnapshot("s")).toMatchObject({
      question: "Open?",
      answer: { status: "waiting" },
    });
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "done", text: "It is open." });
    expect(listener.mock.calls.length).toBeLessThanOrEqual(3);
    expect(requests[0]?.body).toEqual({ session_id: "s", message: "Open?", cache: false });
  });

  test("is asked again with the same key if the connection breaks before its start", async () => {
    server(unreachable, events(1, 0, "break"), events(1, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    expect(live.getSnapshot("s")?.answer.status).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(500);
    await vi.advanceTimersByTimeAsync(1_000);
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "done", text: "It is open." });
    expect(requests.map(({ url }) => url)).toEqual(["/api/chat/", "/api/chat/", "/api/chat/"]);
    expect(header(0, "Idempotency-Key")).toMatch(/.{16,}/);
    expect(header(1, "Idempotency-Key")).toBe(header(0, "Idempotency-Key"));
    expect(header(2, "Idempotency-Key")).toBe(header(0, "Idempotency-Key"));
  });

  test("is followed from its last event if the connection breaks", async () => {
    server(events(1, 3, "break"), events(4, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "reconnecting", text: "It " });
    await vi.advanceTimersByTimeAsync(500);
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "done", text: "It is open." });
    expect(requests[1]?.url).toBe("/api/chat/m/events/");
    expect(header(1, "Last-Event-ID")).toBe("3");
  });

  test("applies each event once, even if a stream repeats or skips some", async () => {
    server(events(1, 4, "break"), events(2, 4, "break"), events(6, 6), events(5, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "done", text: "It is open." });
    expect(header(3, "Last-Event-ID")).toBe("4");
  });

  test("is retried while the server restarts", async () => {
    server(events(1, 3, "break"), problem(503, "database_unavailable"), events(4, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
  });

  test("is retried immediately when the network is back", async () => {
    server(unreachable, unreachable, unreachable, unreachable, unreachable, events(1, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(7_600);
    expect(requests).toHaveLength(5);
    window.dispatchEvent(new Event("online"));
    await soon();
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
  });

  test("is lost after two minutes, and can be retried", async () => {
    server(events(1, 3, "break"), unreachable);
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(110_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "lost", text: "It " });
    const tried = requests.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(tried);

    server(events(4, 6));
    live.retry("s", "Open?");
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "done", text: "It is open." });
  });

  test("is lost after ten seconds if its question was not sent, and can be sent then", async () => {
    server(unreachable);
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(9_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("lost");

    server(events(1, 6));
    live.retry("s", "Open?");
    await soon();
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
  });

  test("that was not sent can be stopped, and sent later", async () => {
    server(unreachable);
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    await live.stop("s");
    await soon();
    expect(live.getSnapshot("s")?.answer.status).toBe("lost");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(1);

    server(events(1, 6));
    live.retry("s", "Open?");
    await soon();
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
  });

  test("is not stopped when it is retried after a stop that reached nothing", async () => {
    server(events(1, 0, "break"), unreachable);
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    await live.stop("s");
    await vi.advanceTimersByTimeAsync(130_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("lost");

    server(events(1, 6));
    requests = [];
    live.retry("s", "Open?");
    await soon();
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
    expect(requests.map(({ url }) => url)).toEqual(["/api/chat/"]);
  });

  test("of an earlier question is asked for with the same key when it is retried", async () => {
    server(unreachable);
    const live = new LiveAnswers();
    live.ask("s", "Open?", { cache: false, after: "a" });
    await vi.advanceTimersByTimeAsync(12_000);
    const key = header(0, "Idempotency-Key");
    live.ask("s", "Closed?");
    await vi.advanceTimersByTimeAsync(12_000);

    server(events(1, 6));
    requests = [];
    expect(live.retry("s", "Open?")).toBe(true);
    await soon();
    expect(live.getSnapshot("s")).toMatchObject({ question: "Open?", asked: { after: "a" } });
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
    expect(live.getEarlier("s").map(({ question }) => question)).toEqual(["Closed?"]);
    expect(header(0, "Idempotency-Key")).toBe(key);
    expect(requests[0]?.body).toMatchObject({ message: "Open?", cache: false });
  });

  test("that was rejected is not retried, because nothing was stored", async () => {
    server(problem(429, "rate_limited"));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    live.ask("s", "Closed?");
    await soon();
    expect(live.retry("s", "Open?")).toBe(false);
    expect(live.getSnapshot("s")?.question).toBe("Closed?");
  });

  test("is asked for again with the same key if it is unknown whether it was stored", async () => {
    server(problem(503, "outcome_unknown"), events(1, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "reconnecting", sent: true });
    await vi.advanceTimersByTimeAsync(600);
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
    expect(header(1, "Idempotency-Key")).toBe(header(0, "Idempotency-Key"));
  });

  test("that waits for an equal one is known to be sent when the connection breaks", async () => {
    server(events(1, 0, "break"), unreachable);
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    expect(live.getSnapshot("s")?.answer.sent).toBe(false);
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "reconnecting", sent: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("reconnecting");
  });

  test("waits for a server that starts", async () => {
    const minutes = Array.from({ length: 10 }, () => problem(503, "starting"));
    server(...minutes, events(1, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(90_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
  });

  test("stays, with its question, when the next one is asked, until the history has it", async () => {
    server(events(1, 6), unreachable);
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    live.ask("s", "Closed?");
    expect(live.getEarlier("s")).toMatchObject([{ question: "Open?", answer: { messageId: "m" } }]);
    expect(live.getSnapshot("s")?.question).toBe("Closed?");

    live.settle("s", ({ messageId }) => messageId === "another");
    expect(live.getEarlier("s")).toHaveLength(1);
    live.settle("s", ({ messageId }) => messageId === "m");
    expect(live.getEarlier("s")).toEqual([]);
  });

  test("is replaced if the same question is asked because it was not sent", async () => {
    server(problem(429, "rate_limited"));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    live.ask("s", "Closed?");
    await soon();
    live.ask("s", "Open?");
    expect(live.getEarlier("s").map(({ question }) => question)).toEqual(["Closed?"]);
  });

  test("is followed again if the connection is silent", async () => {
    server(events(1, 3, "open"), events(4, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("streaming");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
  });

  test("fails with the server's message if it is rejected", async () => {
    server(problem(429, "rate_limited"));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({
      status: "failed",
      error: "rate_limited.",
    });
    expect(requests).toHaveLength(1);
  });

  test("fails if it no longer exists", async () => {
    server(events(1, 3, "break"), problem(404, "message_not_found"));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "failed", text: "It " });
  });

  test("is followed from its first event after a reload", async () => {
    server(events(1, 6));
    const live = new LiveAnswers();
    live.resume("s", "Open?", "m");
    live.resume("s", "Open?", "m");
    await soon();
    expect(requests.map(({ url }) => url)).toEqual(["/api/chat/m/events/"]);
    expect(header(0, "Last-Event-ID")).toBe("0");
    expect(live.getSnapshot("s")?.answer).toMatchObject({ status: "done", text: "It is open." });
  });

  test("is stopped on the server", async () => {
    server(events(1, 3, "open"), () => Response.json({ message_id: "m" }, { status: 202 }));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    await live.stop("s");
    expect(requests[1]).toMatchObject({ url: "/api/chat/m/cancel", method: "POST" });
  });

  test("that is stopped before its id is known is cancelled when it is", async () => {
    server(
      events(1, 1, "open"),
      () => Response.json({ messages: [aMessage("user", "q")] }),
      () => Response.json({ message_id: "m" }, { status: 202 }),
    );
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await live.stop("s");
    await soon();
    expect(requests.map(({ url }) => url)).toEqual([
      "/api/chat/",
      "/api/session/s?limit=1",
      "/api/chat/m/cancel",
    ]);
  });

  test("that waits for an equal one, without any event, is cancelled by its stored id", async () => {
    server(
      events(1, 0, "open"),
      () => Response.json({ messages: [aMessage("assistant", "m", { finish_reason: null })] }),
      () => Response.json({ message_id: "m" }, { status: 202 }),
    );
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    await live.stop("s");
    expect(requests[2]).toMatchObject({ url: "/api/chat/m/cancel", method: "POST" });
  });

  test("that could not be stopped shows the error and continues", async () => {
    server(events(1, 3, "open"), problem(503, "database_unavailable"));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    await live.stop("s");
    await soon();
    expect(live.getSnapshot("s")?.answer).toMatchObject({
      status: "streaming",
      error: "database_unavailable.",
    });
  });

  test("is removed when it is dismissed", async () => {
    server(events(1, 3, "open"));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await soon();
    live.dismiss("s");
    expect(live.getSnapshot("s")).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(1);
  });

  test("continues in a hidden tab, which renders no frames", async () => {
    vi.stubGlobal("requestAnimationFrame", () => 0);
    server(events(1, 6));
    const live = new LiveAnswers();
    live.ask("s", "Open?");
    await vi.advanceTimersByTimeAsync(300);
    expect(live.getSnapshot("s")?.answer.status).toBe("done");
  });

  test("has a unique key without crypto.randomUUID", async () => {
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
    server(events(1, 6));
    new LiveAnswers().ask("s", "Open?");
    new LiveAnswers().ask("s", "Open?");
    await soon();
    expect(header(0, "Idempotency-Key")).toMatch(/^[0-9a-f]{32}$/);
    expect(header(1, "Idempotency-Key")).not.toBe(header(0, "Idempotency-Key"));
  });
});
