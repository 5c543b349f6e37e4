import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { isTrouble } from "@/api/client";
import { aliveQuery, healthQuery, useHealth } from "@/lib/health";

/**
 * Reloads what could not be loaded, once the server is healthy again.
 *
 * A request that fails has the health asked for immediately, instead of within half a minute, and
 * one that asks whether the server is there is sent every few seconds.
 */
export function useRecovery(): void {
  const client = useQueryClient();
  const { data, isSuccess } = useHealth();
  useQuery(aliveQuery);
  const isHealthy = isSuccess && data.status === "healthy";
  const wasHealthy = useRef(true);

  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type !== "updated" || event.action.type !== "error") return;
        const isHealth = event.query.queryHash === JSON.stringify(healthQuery.queryKey);
        if (!isHealth && isTrouble(event.action.error)) {
          void client.invalidateQueries({ queryKey: healthQuery.queryKey });
        }
      }),
    [client],
  );

  useEffect(() => {
    if (isHealthy && !wasHealthy.current) {
      void client.refetchQueries({
        type: "active",
        predicate: ({ state }) => state.error !== null,
      });
    }
    wasHealthy.current = isHealthy;
  }, [client, isHealthy]);
}
