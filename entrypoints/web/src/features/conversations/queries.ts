/** Conversations as the server keeps them; it calls them sessions. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { ApiError, api, unwrap } from "@/api/client";
import type { Conversation, Session } from "@/api/types";

/** Keys of what is cached; a key stands for everything that begins with it. */
export const conversationKeys = {
  all: ["conversations"] as const,
  lists: ["conversations", "list"] as const,
  list: (text: string) => [...conversationKeys.lists, text] as const,
  one: (sessionId: string) => ["conversations", "one", sessionId] as const,
};

const PAGE_SIZE = 50;

/** Conversations page by page, newest first; with a text, those that contain it. */
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
    // what was found stays until more is, so that the list does not blink at each key
    placeholderData: keepPreviousData,
  });
}

/** One conversation with its messages. */
export function conversationQuery(sessionId: string) {
  return queryOptions({
    queryKey: conversationKeys.one(sessionId),
    queryFn: ({ signal }) => readConversation(sessionId, signal),
    // a conversation that is not there will not be there a second later
    retry: (failures, error) =>
      failures < 2 && !(error instanceof ApiError && error.status === 404),
  });
}

export function readConversation(sessionId: string, signal?: AbortSignal): Promise<Conversation> {
  const params = { path: { session_id: sessionId } };
  return unwrap(api.GET("/api/session/{session_id}", { params, ...(signal && { signal }) }));
}

/** Opens a conversation and returns its id. */
export async function createConversation(): Promise<string> {
  const created = await unwrap(api.POST("/api/session/create"));
  return created.session_id;
}

export function renameConversation(sessionId: string, title: string): Promise<Session> {
  const params = { path: { session_id: sessionId } };
  return unwrap(api.PATCH("/api/session/{session_id}", { params, body: { title } }));
}

/** Deletes a conversation; one that is gone already counts as deleted. */
export async function deleteConversation(sessionId: string): Promise<void> {
  const params = { path: { session_id: sessionId } };
  try {
    await unwrap(api.DELETE("/api/session/{session_id}", { params }));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Has the list read again: a conversation is new, or has another title. */
export function refreshConversationList(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: conversationKeys.lists });
}
