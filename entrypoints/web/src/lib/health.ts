/** Polls the health of the server. */

import { ConnectionFailed } from "@quoth/client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { quoth } from "@/api/client";
import type { Health } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { t } from "@/words";

const WHILE_HEALTHY = 30_000;
/** Short, because questions wait while the embedding model loads for some seconds. */
const UNTIL_HEALTHY = 2_000;
const WHILE_ALIVE = 5_000;
/** A server that is stopped or cut off says nothing, not even that it does not answer. */
const LONGEST_SILENCE = 5_000;

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => quoth.health({ signal, timeout: LONGEST_SILENCE }),
  retry: false,
  refetchInterval: ({ state }) =>
    state.status === "success" && state.data?.status === "healthy" ? WHILE_HEALTHY : UNTIL_HEALTHY,
});

/**
 * Asks whether the server is there, as long as somebody looks at the page. It costs the server next
 * to nothing, unlike its health.
 */
export const aliveQuery = queryOptions({
  queryKey: ["alive"],
  queryFn: async ({ signal }) => {
    const given = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_SILENCE)]);
    const response = await fetch("/api/health/live/", { signal: given }).catch(() => null);
    if (!response?.ok) throw new ConnectionFailed(false);
    await response.text(); // until it is read, it counts as on its way
    return true;
  },
  retry: false,
  refetchInterval: WHILE_ALIVE,
});

export function useHealth() {
  return useQuery(healthQuery);
}

/** The vendors whose model writes the answers. */
const VENDORS: Record<string, string> = { groq: "Groq", anthropic: "Anthropic" };

/** Names what writes the answers. */
export function languageModelInWords(languageModel: string): string {
  if (languageModel === "extractive") return t.common.quotationsOnly;
  const { chatModel, modelOnServer, answersBy } = t.models;
  const own: Record<string, string> = { openai: chatModel, local: modelOnServer };
  return answersBy(own[languageModel] ?? VENDORS[languageModel] ?? languageModel);
}

/** Whether the server can do what is asked of it; the message says why not. */
type ServerCondition =
  | { kind: "unknown" }
  | { kind: "well"; languageModel: string }
  | { kind: "starting"; message: string }
  | { kind: "trouble"; message: string };

/** Reads the condition of the server from the latest response about its health. */
export function conditionOf(health: Health | undefined, error: Error | null): ServerCondition {
  // a browser that is offline still reaches a server on the same machine
  if (error instanceof ConnectionFailed) {
    return { kind: "trouble", message: navigator.onLine ? t.server.away : t.server.offline };
  }
  if (error !== null) return { kind: "trouble", message: errorInWords(error) };
  if (health === undefined) return { kind: "unknown" };
  if (health.status === "healthy") return { kind: "well", languageModel: health.language_model };
  // a start that waits for the database says why: it may take more than patience
  if (health.status === "starting" && ["starting", "connected"].includes(health.database)) {
    return { kind: "starting", message: t.server.starting };
  }
  const message = health.database === "connected" ? health.embedding_service : health.database;
  return { kind: "trouble", message };
}
