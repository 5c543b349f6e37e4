/** Polls the health of the server. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { ApiError, api } from "@/api/client";
import type { Health } from "@/api/types";

const WHILE_HEALTHY = 30_000;
/** Short, because questions wait while the embedding model loads for some seconds. */
const UNTIL_HEALTHY = 2_000;

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => readHealth(signal),
  retry: false,
  refetchInterval: ({ state }) =>
    state.status === "success" && state.data?.status === "healthy" ? WHILE_HEALTHY : UNTIL_HEALTHY,
});

export function useHealth() {
  return useQuery(healthQuery);
}

/** Returns the health of the server. An unhealthy server answers with 503 and the same body. */
export async function readHealth(signal: AbortSignal): Promise<Health> {
  const { data, error, response } = await api
    .GET("/api/health", { signal })
    .catch((cause: unknown) => {
      if (signal.aborted) throw cause;
      throw ApiError.unreachable();
    });
  const health: unknown = data ?? error;
  if (!isHealth(health)) throw ApiError.of(health, response.status);
  return health;
}

function isHealth(value: unknown): value is Health {
  return typeof value === "object" && value !== null && "embedding_service" in value;
}

/** Names what writes the answers. */
export function languageModelInWords(languageModel: string): string {
  if (languageModel === "extractive") return "Quotations only (no chat model)";
  if (languageModel === "groq") return "Answers by Groq";
  return `Answers by ${languageModel}`;
}

/** Says what is wrong with the server; null if it is healthy. */
export function troubleInWords(health: Health): string | null {
  if (health.status === "healthy") return null;
  if (health.database !== "connected") return health.database;
  return "Quoth is starting: the embedding model is loading";
}
