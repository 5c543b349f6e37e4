import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ComponentType, Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const { server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { lazyPart } from "./lazyPart";

const Reader = ({ name }: { name: string }) => <p>Reader of {name}</p>;
const page = (script: string) => () =>
  new Response(`<script type="module" src="/assets/${script}.js"></script>`);

/** Renders a part whose import fails until `works` is set. */
function showPart() {
  const chunk = { works: false, imports: 0 };
  const Part = lazyPart(async (): Promise<ComponentType<{ name: string }>> => {
    chunk.imports += 1;
    if (!chunk.works) throw new TypeError("Failed to fetch dynamically imported module");
    return Reader;
  });
  show(
    <Suspense fallback="Loading">
      <Part name="d" />
    </Suspense>,
  );
  return { chunk, Part };
}

const passes = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const script = document.createElement("script");
  script.type = "module";
  script.setAttribute("src", "/assets/index-1.js");
  document.head.replaceChildren(script);
});

afterEach(() => vi.useRealTimers());

test("appears by itself once the server responds", async () => {
  const { chunk } = showPart();
  expect(await screen.findByText(/server is not responding/)).toBeDefined();

  chunk.works = true;
  await passes(1_000);
  expect(screen.getByText("Reader of d")).toBeDefined();
});

test("asks less and less often while the server is away", async () => {
  const { chunk } = showPart();
  for (let second = 0; second < 60; second += 1) await passes(1_000);
  expect(chunk.imports).toBeGreaterThan(5);
  expect(chunk.imports).toBeLessThan(15);
});

test.each([
  [
    "Try again is pressed",
    () => userEvent.click(screen.getByRole("button", { name: "Try again" })),
  ],
  ["the network is back", async () => void window.dispatchEvent(new Event("online"))],
])("is loaded when %s", async (_, act_) => {
  const { chunk } = showPart();
  await passes(20_000);
  chunk.works = true;
  await act(act_);
  expect(await screen.findByText("Reader of d")).toBeDefined();
});

test("asks to reload the page after an update of the server", async () => {
  server.on("GET /", page("index-2"));
  showPart();
  expect(await screen.findByText(/Quoth was updated/)).toBeDefined();
  expect(screen.getByRole("button", { name: "Reload" })).toBeDefined();
});

test("asks to reload the page if the browser does not load the module again", async () => {
  server.on("GET /", page("index-1"));
  const { chunk } = showPart();
  expect(await screen.findByText(/could not be loaded. Reload the page/)).toBeDefined();
  expect(chunk.imports).toBe(2);
});

test("is there immediately if it was loaded before", async () => {
  const Part = lazyPart(async () => Reader);
  await Part.preload();
  show(
    <Suspense fallback="Loading">
      <Part name="d" />
    </Suspense>,
  );
  expect(await screen.findByText("Reader of d")).toBeDefined();
});
