import { RequestRefused } from "@quoth/client";
import { MutationObserver, onlineManager } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { newQueryClient } from "./queryClient";

afterEach(() => {
  onlineManager.setOnline(true);
  vi.useRealTimers();
});

test("asks a server on the same machine while the browser is offline", async () => {
  onlineManager.setOnline(false);
  const client = newQueryClient();
  const read = client.fetchQuery({ queryKey: ["x"], queryFn: () => "read" });
  const change = new MutationObserver(client, { mutationFn: async () => "changed" });
  expect(await read).toBe("read");
  expect(await change.mutate()).toBe("changed");
});

test.each([
  [404, 1],
  [503, 3],
])("reads again what failed, but not what is missing: %d", async (status, attempts) => {
  vi.useFakeTimers();
  const client = newQueryClient();
  const error = new RequestRefused({ detail: "No.", code: "no" }, new Response(null, { status }));
  const queryFn = vi.fn(() => Promise.reject(error));
  const query = client
    .getQueryCache()
    .build(client, client.defaultQueryOptions({ queryKey: ["x"], queryFn }));
  const outcome = expect(query.fetch()).rejects.toThrow("No.");
  await vi.advanceTimersByTimeAsync(60_000);
  await outcome;
  expect(queryFn).toHaveBeenCalledTimes(attempts);
});
