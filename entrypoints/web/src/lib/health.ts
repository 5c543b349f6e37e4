/** Polls the health of the server. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { quoth } from "@/api/client";
import type { Health } from "@/api/types";

const WHILE_HEALTHY = 30_000;
/** Short, because questions wait while the embedding model loads for some seconds. */
const UNTIL_HEALTHY = 2_000;

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => quoth.health({ signal }),
  retry: false,
  refetchInterval: ({ state }) =>
    state.status === "success" && state.data?.status === "healthy" ? WHILE_HEALTHY : UNTIL_HEALTHY,
});

export function useHealth() {
  return useQuery(healthQuery);
}

const WRITERS: Record<string, string> = {
  groq: "Groq",
  openai: "a chat model",
  anthropic: "Anthropic",
  local: "a model on the server",
};

/** Names what writes the answers. */
export function languageModelInWords(languageModel: string): string {
  if (languageModel === "extractive") return "Quotations only (no chat model)";
  return `Answers by ${WRITERS[languageModel] ?? languageModel}`;
}

/** Whether the server can do what is asked of it; the message says why not. */
type ServerCondition =
  | { kind: "unknown" }
  | { kind: "well"; languageModel: string }
  | { kind: "starting"; message: string }
  | { kind: "trouble"; message: string };

const STARTING = "Quoth is starting. The first start takes about 20 seconds.";

/** Reads the condition of the server from the latest response about its health. */
export function conditionOf(health: Health | undefined, error: Error | null): ServerCondition {
  if (error !== null) return { kind: "trouble", message: error.message };
  if (health === undefined) return { kind: "unknown" };
  if (health.status === "healthy") return { kind: "well", languageModel: health.language_model };
  // a start that waits for the database says why: it may take more than patience
  if (health.status === "starting" && ["starting", "connected"].includes(health.database)) {
    return { kind: "starting", message: STARTING };
  }
  const message = health.database === "connected" ? health.embedding_service : health.database;
  return { kind: "trouble", message };
}
