/** Queries and mutations of conversations, which the API calls sessions. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { api, isMissing, unwrap } from "@/api/client";
import type { Conversation, Session, Verdict } from "@/api/types";

/** Cache keys; a key covers every key that starts with it. */
export const conversationKeys = {
  all: ["conversations"] as const,
  lists: ["conversations", "list"] as const,
  list: (text: string) => [...conversationKeys.lists, "text", text] as const,
  pinned: ["conversations", "list", "pinned"] as const,
  one: (sessionId: string) => ["conversations", "one", sessionId] as const,
};

const PAGE_SIZE = 50;
/** The number of messages that are read at a time, for a conversation that is not known yet. */
const MESSAGES = 200;
/** The same if its earlier messages are known. */
const NEW_MESSAGES = 10;

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

/** The pinned conversations, newest first: as many as somebody will look through. */
export const pinnedQuery = queryOptions({
  queryKey: conversationKeys.pinned,
  queryFn: ({ signal }) =>
    unwrap(
      api.GET("/api/session", { params: { query: { limit: MESSAGES, pinned: true } }, signal }),
    ),
});

/**
 * One conversation with all its messages.
 *
 * Reading it again reads only what is new, unless it was invalidated: then an earlier message may
 * cite a document that has been deleted since.
 */
export function conversationQuery(sessionId: string) {
  return queryOptions({
    queryKey: conversationKeys.one(sessionId),
    queryFn: ({ client, signal }) => {
      const state = client.getQueryState<Conversation>(conversationKeys.one(sessionId));
      return readConversation(sessionId, state?.isInvalidated ? undefined : state?.data, signal);
    },
  });
}

/** Reads a conversation from its end, page by page, up to its beginning or to known messages. */
async function readConversation(
  sessionId: string,
  known: Conversation | undefined,
  signal: AbortSignal,
): Promise<Conversation> {
  const readPage = (cursor: string | null) => {
    const limit = known === undefined ? MESSAGES : NEW_MESSAGES;
    const query = { limit, ...(cursor !== null && { cursor }) };
    const params = { path: { session_id: sessionId }, query };
    return unwrap(api.GET("/api/session/{session_id}", { params, signal }));
  };
  const newest = await readPage(null);
  let { messages, feedback, next_cursor: cursor } = newest;
  while (cursor !== null) {
    const first = messages[0]?.message_id;
    const place = known?.messages.findIndex((each) => each.message_id === first) ?? -1;
    if (known !== undefined && place >= 0) {
      messages = [...known.messages.slice(0, place), ...messages];
      const earlier = new Set(known.messages.slice(0, place).map(({ message_id }) => message_id));
      const before = known.feedback.filter(({ message_id }) => earlier.has(message_id));
      feedback = [...before, ...feedback];
      break;
    }
    const page: Conversation = await readPage(cursor);
    messages = [...page.messages, ...messages];
    feedback = [...page.feedback, ...feedback];
    cursor = page.next_cursor;
  }
  return { ...newest, messages, feedback, next_cursor: null };
}

/** Creates a conversation and returns its id. */
export async function createConversation(signal: AbortSignal): Promise<string> {
  const created = await unwrap(api.POST("/api/session/create", { signal }));
  return created.session_id;
}

export function changeConversation(
  sessionId: string,
  body: { title?: string; pinned?: boolean },
): Promise<Session> {
  const params = { path: { session_id: sessionId } };
  return unwrap(api.PATCH("/api/session/{session_id}", { params, body }));
}

/** What is said about an answer; null takes it back. */
export interface Rating {
  verdict: Verdict;
  wrong_quotations: string[];
  note: string;
}

/** Stores what is said about an answer, and shows it in the conversation. */
export async function rateAnswer(
  client: QueryClient,
  sessionId: string,
  messageId: string,
  rating: Rating | null,
): Promise<void> {
  const params = { path: { message_id: messageId } };
  const path = "/api/chat/{message_id}/feedback";
  const given =
    rating === null
      ? await unwrap(api.DELETE(path, { params }))
      : await unwrap(api.PUT(path, { params, body: rating }));
  client.setQueryData<Conversation>(conversationKeys.one(sessionId), (known) => {
    if (known === undefined) return undefined;
    const others = known.feedback.filter(({ message_id }) => message_id !== messageId);
    return { ...known, feedback: given ? [...others, given] : others };
  });
}

/** Deletes a conversation. Succeeds if it no longer exists. */
export async function deleteConversation(sessionId: string): Promise<void> {
  const params = { path: { session_id: sessionId } };
  try {
    await unwrap(api.DELETE("/api/session/{session_id}", { params }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Reloads the list after a conversation was created or renamed. */
export function refreshConversationList(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: conversationKeys.lists });
}
