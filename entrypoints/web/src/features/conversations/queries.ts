/** Queries and mutations of conversations, which the API calls sessions. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { ApiError, api, unwrap } from "@/api/client";
import type { Conversation, Session } from "@/api/types";

/** Cache keys; a key covers every key that starts with it. */
export const conversationKeys = {
  all: ["conversations"] as const,
  lists: ["conversations", "list"] as const,
  list: (text: string) => [...conversationKeys.lists, text] as const,
  one: (sessionId: string) => ["conversations", "one", sessionId] as const,
};

const PAGE_SIZE = 50;

/** The conversations page by page, newest first; with a text, those that contain it. */
export function conversationListQuery(text: string) {
  return infiniteQueryOptions({
    queryKey: conversationKeys.list(text),
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: PAGE_SIZE,
        ...(text !== "" && { query: text }),
        ...(pageParam !== null && { cursor: pageParam }),
      };
      return unwrap(api.GET("/api/session", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // show the previous results while new ones load, so that the list does not flicker
    placeholderData: keepPreviousData,
  });
}

/** One conversation with its messages. */
export function conversationQuery(sessionId: string) {
  return queryOptions({
    queryKey: conversationKeys.one(sessionId),
    queryFn: ({ signal }) => readConversation(sessionId, signal),
    // retrying cannot help if the conversation does not exist
    retry: (failures, error) =>
      failures < 2 && !(error instanceof ApiError && error.status === 404),
  });
}

export function readConversation(sessionId: string, signal?: AbortSignal): Promise<Conversation> {
  const params = { path: { session_id: sessionId } };
  return unwrap(api.GET("/api/session/{session_id}", { params, ...(signal && { signal }) }));
}

/** Creates a conversation and returns its id. */
export async function createConversation(): Promise<string> {
  const created = await unwrap(api.POST("/api/session/create"));
  return created.session_id;
}

export function renameConversation(sessionId: string, title: string): Promise<Session> {
  const params = { path: { session_id: sessionId } };
  return unwrap(api.PATCH("/api/session/{session_id}", { params, body: { title } }));
}

/** Deletes a conversation. Succeeds if it no longer exists. */
export async function deleteConversation(sessionId: string): Promise<void> {
  const params = { path: { session_id: sessionId } };
  try {
    await unwrap(api.DELETE("/api/session/{session_id}", { params }));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Reloads the list after a conversation was created or renamed. */
export function refreshConversationList(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: conversationKeys.lists });
}
