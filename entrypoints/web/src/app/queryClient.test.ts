import { MutationObserver, onlineManager } from "@tanstack/react-query";
import { afterEach, expect, test } from "vitest";
import { newQueryClient } from "./queryClient";

afterEach(() => onlineManager.setOnline(true));

test("asks a server on the same machine while the browser is offline", async () => {
  onlineManager.setOnline(false);
  const client = newQueryClient();
  const read = client.fetchQuery({ queryKey: ["x"], queryFn: () => "read" });
  const change = new MutationObserver(client, { mutationFn: async () => "changed" });
  expect(await read).toBe("read");
  expect(await change.mutate()).toBe("changed");
});
