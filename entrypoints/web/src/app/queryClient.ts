import { QueryClient } from "@tanstack/react-query";
import { isMissing } from "@/api/client";
import { isNotSignedIn } from "@/lib/signedIn";

/** Returns the cache of what the server said, as all pages share it. */
export function newQueryClient(): QueryClient {
  // Quoth often runs on the same machine, so a browser that is offline can still reach it
  const networkMode = "always";
  const retry = (failures: number, error: Error) =>
    failures < 2 && !isMissing(error) && !isNotSignedIn(error);
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode, refetchOnReconnect: true, retry },
      mutations: { networkMode },
    },
  });
}
