import { afterEach, beforeEach, expect, test, vi } from "vitest";

const { problem, server } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { RequestRefused } from "@quoth/client";
import { api, unwrap, whileBusy } from "./client";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const STARTING = () => problem(503, "starting", "Quoth is starting; try again in a few seconds.");

test("sends a request again until the server has started, with its body", async () => {
  const bodies: string[] = [];
  server.on("PATCH /api/session/s", async (request) => {
    bodies.push(await request.text());
    return bodies.length < 3 ? STARTING() : Response.json({ title: "Pumps" });
  });
  const params = { path: { session_id: "s" } };
  const call = unwrap(api.PATCH("/api/session/{session_id}", { params, body: { title: "Pumps" } }));
  await vi.advanceTimersByTimeAsync(10_000);

  expect((await call).title).toBe("Pumps");
  expect(bodies).toEqual(Array(3).fill('{"title":"Pumps"}'));
});

test("does not send a request again that has been given up", async () => {
  server.on("GET /api/session", STARTING);
  const caller = new AbortController();
  const call = unwrap(api.GET("/api/session", { signal: caller.signal }));
  const outcome = expect(call).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(100);
  caller.abort();
  await vi.advanceTimersByTimeAsync(10_000);

  await outcome;
  expect(server.log).toHaveLength(1);
});

test("reports any other unavailability immediately", async () => {
  server.on("GET /api/session", () => problem(503, "database_unavailable", "No database."));
  await expect(unwrap(api.GET("/api/session"))).rejects.toThrow("No database.");
  expect(server.log).toHaveLength(1);
});

test("a busy server is asked again a few times, and other errors are shown", () => {
  const refused = (code: string) =>
    new RequestRefused({ code, detail: "No.", status: 503 }, new Response(null, { status: 503 }));
  const tries = (code: string) => [0, 1, 2, 3, 4].filter((n) => whileBusy(n, refused(code)));
  expect(tries("server_busy")).toEqual([0, 1, 2, 3]);
  expect(tries("database_unavailable")).toEqual([]);
});
