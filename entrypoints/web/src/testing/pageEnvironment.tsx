/**
 * The environment of page tests: a scripted server, a router location, and the browser features
 * that jsdom lacks.
 *
 * The API client captures `fetch` and `Request` when it is loaded, so load this module before
 * it: `const { server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"))`.
 */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";

// a machine with other work is slow, and what comes is waited for no longer than it takes
configure({ asyncUtilTimeout: 20_000 });

type Handler = (request: Request) => Response | Promise<Response>;

class FakeServer {
  /** Every request in order, as "METHOD /path?query". */
  readonly log: string[] = [];
  readonly #handlers = new Map<string, Handler>();

  /** Handles a route such as "GET /api/session". Routes without a handler are unreachable. */
  on(route: string, handler: Handler): void {
    this.#handlers.set(route, handler);
  }

  reset(): void {
    this.log.length = 0;
    this.#handlers.clear();
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    this.log.push(`${request.method} ${pathname}${search}`);
    const handler = this.#handlers.get(`${request.method} ${pathname}`);
    if (handler === undefined) throw new TypeError(`Failed to fetch ${pathname}`);
    return handler(request);
  };
}

export const server = new FakeServer();

/** Returns a problem response as the server sends it. */
export function problem(status: number, code: string, detail: string): Response {
  return Response.json({ type: "about:blank", title: code, status, detail, code }, { status });
}

/** Returns a list response with one page. */
export function page(items: readonly unknown[], nextCursor: string | null = null): Response {
  return Response.json({ items, next_cursor: nextCursor });
}

/** Renders an element at a path, and returns the navigation history. */
export function show(element: ReactNode, path = "/"): { history: string[] } {
  const { hook, history } = memoryLocation({ path, record: true });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Router hook={hook}>{element}</Router>
    </QueryClientProvider>,
  );
  return { history };
}

let matchingQueries: readonly string[] = [];

/** Makes exactly these media queries match. */
export function setMedia(...queries: string[]): void {
  matchingQueries = queries;
}

const AbsoluteRequest = class extends Request {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === "string" ? new URL(input, window.location.href) : input, init);
  }
};

Object.assign(globalThis, { fetch: server.fetch, Request: AbsoluteRequest });
Object.assign(window, {
  matchMedia: (query: string) =>
    Object.assign(new EventTarget(), { media: query, matches: matchingQueries.includes(query) }),
});
Element.prototype.scrollIntoView = () => undefined;
// without a size, a virtual list renders no items
for (const name of ["offsetWidth", "offsetHeight", "clientWidth", "clientHeight"]) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: 40 });
}

beforeEach(() => {
  server.reset();
  setMedia("(min-width: 50rem)");
  localStorage.clear();
});

afterEach(cleanup);
