import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

const { server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { ServerState } from "./ServerState";
import { ServerTrouble } from "./ServerTrouble";
import { useRecovery } from "./useRecovery";

const HEALTHY = {
  status: "healthy",
  database: "connected",
  embedding_service: "loaded",
  embedding_dim: 384,
  language_model: "extractive",
  version: "1.0.0",
};
const STARTING = {
  ...HEALTHY,
  status: "starting",
  database: "starting",
  embedding_service: "starting",
  embedding_dim: null,
};
const QUOTING = "Quotations only (no chat model)";

function Server() {
  useRecovery();
  return (
    <>
      <ServerTrouble />
      <ServerState />
    </>
  );
}

const said = () => screen.getByRole("status").textContent;
const alive = () => server.on("GET /api/health/live/", () => Response.json({ status: "alive" }));

afterEach(() => vi.useRealTimers());

test.each([
  ["extractive", QUOTING],
  ["groq", "Answers by Groq"],
])("names what writes the answers: %s", async (language_model, words) => {
  alive();
  server.on("GET /api/health", () => Response.json({ ...HEALTHY, language_model }));
  show(<Server />);
  expect(await screen.findByText(words)).toBeDefined();
  expect(said()).toBe("");
});

test("says calmly that Quoth is starting, and updates within seconds of the start", async () => {
  vi.useFakeTimers();
  alive();
  server.on("GET /api/health", () => Response.json(STARTING, { status: 503 }));
  show(<Server />);
  await act(() => vi.advanceTimersByTimeAsync(100));
  expect(said()).toMatch(/^Quoth is starting\. .* This page goes on by itself\.$/);
  expect(screen.queryByRole("button")).toBeNull();

  server.on("GET /api/health", () => Response.json(HEALTHY));
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(screen.getByText(QUOTING)).toBeDefined();
  expect(said()).toBe("");
});

test("asks for the health every half minute, and every five seconds whether it is there", async () => {
  vi.useFakeTimers();
  alive();
  server.on("GET /api/health", () => Response.json(HEALTHY));
  show(<Server />);
  await act(() => vi.advanceTimersByTimeAsync(100));
  server.log.length = 0;
  await act(() => vi.advanceTimersByTimeAsync(30_000));
  expect(server.log.filter((line) => line === "GET /api/health")).toHaveLength(1);
  expect(server.log.filter((line) => line === "GET /api/health/live/")).toHaveLength(6);
});

test("notices within seconds that the server is away, and that it is back", async () => {
  vi.useFakeTimers();
  alive();
  server.on("GET /api/health", () => Response.json(HEALTHY));
  show(<Server />);
  await act(() => vi.advanceTimersByTimeAsync(100));

  server.reset();
  await act(() => vi.advanceTimersByTimeAsync(6_000));
  expect(said()).toMatch(/^The server is not responding\. It may be restarting/);
  expect(screen.queryByText(QUOTING)).toBeNull();

  alive();
  server.on("GET /api/health", () => Response.json(HEALTHY));
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(said()).toBe("");
  expect(screen.getByText(QUOTING)).toBeDefined();
});

test("says that the device is offline, and retries on request", async () => {
  const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  show(<Server />);
  expect(await screen.findByText(/^This device is offline\./)).toBeDefined();

  online.mockReturnValue(true);
  alive();
  server.on("GET /api/health", () => Response.json(HEALTHY));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(QUOTING)).toBeDefined();
});

test.each([
  ["database", { database: "The database cannot be reached. Check that it runs." }],
  ["embedding_service", { embedding_service: "The embedding model is still loading." }],
])("shows the server's message about its %s", async (_, problem: Record<string, string>) => {
  alive();
  server.on("GET /api/health", () =>
    Response.json({ ...HEALTHY, status: "unhealthy", ...problem }, { status: 503 }),
  );
  show(<Server />);
  expect(await screen.findByText(Object.values(problem)[0] ?? "")).toBeDefined();
});

test("shows what a start waits for", async () => {
  alive();
  const database = "PostgreSQL at db:5432 is not reachable: connection refused.";
  server.on("GET /api/health", () => Response.json({ ...STARTING, database }, { status: 503 }));
  show(<Server />);
  expect(await screen.findByText(database)).toBeDefined();
});

test("does not accept a proxy's error page as an answer", async () => {
  server.on("GET /api/health", () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  show(<Server />);
  expect(await screen.findByText(/unexpected response \(502\)/)).toBeDefined();
});

test("offers a reload once the server has become another version", async () => {
  vi.useFakeTimers();
  alive();
  server.on("GET /api/health", () => Response.json(HEALTHY));
  show(<Server />);
  await act(() => vi.advanceTimersByTimeAsync(31_000));
  expect(said()).toBe("");

  server.on("GET /api/health", () => Response.json({ ...HEALTHY, version: "1.1.0" }));
  await act(() => vi.advanceTimersByTimeAsync(31_000));
  expect(said()).toMatch(/^Quoth was updated\. Reload the page/);
  // of several servers behind one address, another one may be as before
  server.on("GET /api/health", () => Response.json(HEALTHY));
  await act(() => vi.advanceTimersByTimeAsync(31_000));
  expect(said()).toMatch(/^Quoth was updated\./);
});
