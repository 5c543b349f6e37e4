import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

const { problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { PrintedPages } from "./PrintedPages";

const print = () => act(() => window.dispatchEvent(new Event("beforeprint")));

afterEach(() => void act(() => window.dispatchEvent(new Event("afterprint"))));

test("pages are printed as their text, which was loaded before, with the quotation marked", async () => {
  server.on("GET /api/document/1/content", () => new Response("The valve is open."));
  show(<PrintedPages documentId="1" version={2} highlight={{ start: 4, end: 9 }} />);
  await waitFor(() => expect(server.log).toEqual(["GET /api/document/1/content?version=2"]));
  expect(screen.queryByText("valve")).toBeNull();
  await waitFor(() => {
    print();
    expect(screen.getByText("valve").tagName).toBe("MARK");
  });
  expect(screen.getByText(/is open\./)).toBeDefined();
});

test.each([
  ["cannot be loaded", () => problem(503, "database_unavailable", "No.")],
  ["is empty", () => new Response("")],
])("pages whose text %s are printed as the address of the original", async (_, content) => {
  server.on("GET /api/document/1/content", content);
  show(<PrintedPages documentId="1" version={2} highlight={undefined} />);
  await waitFor(() => expect(server.log).toHaveLength(1));
  print();
  const address = "http://localhost:3000/api/document/1/original/?version=2";
  expect(screen.getByText(/^These pages cannot be printed from here/).textContent).toContain(
    address,
  );
});
