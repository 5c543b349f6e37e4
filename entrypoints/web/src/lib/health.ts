/** Whether the server can answer, asked again and again. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { ApiError, api } from "@/api/client";
import type { Health } from "@/api/types";

const WHILE_HEALTHY = 30_000;
/** The embedding model takes seconds to load, and questions wait for it. */
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

/** Returns how the server is; one that is unwell says so with a 503. */
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

/** Says who writes the answers. */
export function languageModelInWords(languageModel: string): string {
  if (languageModel === "extractive") return "Answers quote the passages (no model)";
  if (languageModel === "groq") return "Answers by Groq";
  return `Answers by ${languageModel}`;
}

/** Says what is wrong; null while nothing is. */
export function troubleInWords(health: Health): string | null {
  if (health.status === "healthy") return null;
  if (health.database !== "connected") return health.database;
  return "Quoth is starting: the embedding model is being loaded";
}
