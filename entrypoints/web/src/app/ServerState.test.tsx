import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

const { server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { ServerState } from "./ServerState";

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

afterEach(() => vi.useRealTimers());

test("names what writes the answers", async () => {
  server.on("GET /api/health", () => Response.json(HEALTHY));
  show(<ServerState />);
  expect(await screen.findByText("Quotations only (no chat model)")).toBeDefined();
});

test("names Groq if Groq writes the answers", async () => {
  server.on("GET /api/health", () => Response.json({ ...HEALTHY, language_model: "groq" }));
  show(<ServerState />);
  expect(await screen.findByText("Answers by Groq")).toBeDefined();
});

test("says calmly that Quoth is starting, and updates within seconds of the start", async () => {
  vi.useFakeTimers();
  server.on("GET /api/health", () => Response.json(STARTING, { status: 503 }));
  show(<ServerState />);
  await act(() => vi.advanceTimersByTimeAsync(100));
  expect(screen.getByRole("status").textContent).toBe(
    "Quoth is starting. The first start takes about 20 seconds.",
  );
  expect(screen.queryByRole("button")).toBeNull();

  server.on("GET /api/health", () => Response.json(HEALTHY));
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(screen.getByText("Quotations only (no chat model)")).toBeDefined();

  const asked = server.log.length;
  await act(() => vi.advanceTimersByTimeAsync(29_000));
  expect(server.log.length).toBe(asked);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(server.log.length).toBe(asked + 1);
});

test("shows the server's message about its database", async () => {
  const database = "The database cannot be reached. Check that it runs.";
  server.on("GET /api/health", () =>
    Response.json({ ...HEALTHY, status: "unhealthy", database }, { status: 503 }),
  );
  show(<ServerState />);
  expect(await screen.findByText(database)).toBeDefined();
});

test("shows the server's message about its embedding model", async () => {
  const embedding_service = "The embedding model is still loading. Try again in a moment.";
  server.on("GET /api/health", () =>
    Response.json({ ...HEALTHY, status: "unhealthy", embedding_service }, { status: 503 }),
  );
  show(<ServerState />);
  expect(await screen.findByText(embedding_service)).toBeDefined();
  expect(screen.queryByText(/starting/)).toBeNull();
});

test("shows what a start waits for", async () => {
  const database = "PostgreSQL at db:5432 is not reachable: connection refused.";
  server.on("GET /api/health", () => Response.json({ ...STARTING, database }, { status: 503 }));
  show(<ServerState />);
  expect(await screen.findByText(database)).toBeDefined();
});

test("says that the server does not answer, and retries on request", async () => {
  show(<ServerState />);
  expect(await screen.findByText(/The server is not responding/)).toBeDefined();

  server.on("GET /api/health", () => Response.json(HEALTHY));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Quotations only (no chat model)")).toBeDefined();
  expect(screen.queryByText(/not responding/)).toBeNull();
});

test("does not accept a proxy's error page as an answer", async () => {
  server.on("GET /api/health", () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  show(<ServerState />);
  expect(await screen.findByText(/unexpected response \(502\)/)).toBeDefined();
});

test("renders nothing for a healthy server with troubleOnly", async () => {
  server.on("GET /api/health", () => Response.json(HEALTHY));
  show(<ServerState troubleOnly />);
  await vi.waitFor(() => expect(server.log.length).toBe(1));
  expect(screen.getByRole("status").textContent).toBe("");
});
