/** The state of a conversation page: its history, the live answer, and asking. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { Conversation } from "@/api/types";
import {
  EMPTY_ANSWER,
  isOpen,
  type LiveAnswer,
  liveAnswers,
  useLiveAnswer,
} from "@/features/answer";
import { paths } from "@/lib/paths";
import {
  conversationKeys,
  conversationQuery,
  createConversation,
  refreshConversationList,
} from "./queries";
import { openTurn, turnsOf } from "./turns";

/** The polling interval for an answer that is being written but not followed here. */
const POLL_MS = 2_000;

/** `sessionId` is null until the first question has created the conversation. */
export function useConversation(sessionId: string | null) {
  const client = useQueryClient();
  const followed = useLiveAnswer(sessionId ?? "");
  const following = followed !== null && isOpen(followed.answer);
  const { data, error, refetch } = useQuery({
    ...conversationQuery(sessionId ?? ""),
    enabled: sessionId !== null,
    refetchInterval: ({ state }) =>
      !following && openTurn(state.data?.messages ?? []) !== null ? POLL_MS : false,
  });
  const { opening, open } = useNewConversation(sessionId);
  const live = followed ?? opening;
  const messages = data?.messages;
  const turns = useMemo(() => turnsOf(messages ?? [], live), [messages, live]);

  useFollowing(sessionId, data, followed);

  const ask = useCallback(
    async (question: string, { cache = true }: { cache?: boolean } = {}) => {
      if (sessionId === null) return open(question);
      if (liveAnswers.getSnapshot(sessionId)?.answer.messageId) {
        // the next answer replaces this one, which must be in the history by then
        const query = { ...conversationQuery(sessionId), retry: false };
        await client.fetchQuery(query).catch(() => undefined);
      }
      liveAnswers.ask(sessionId, question, { cache });
    },
    [sessionId, client, open],
  );

  return {
    title: data?.title ?? turns[0]?.question ?? null,
    turns,
    live,
    busy: live !== null && isOpen(live.answer),
    loading: sessionId !== null && data === undefined && error === null,
    error: data === undefined ? error : null,
    refetch,
    ask,
  };
}

/** Creates a conversation for its first question, which is shown meanwhile. */
function useNewConversation(sessionId: string | null) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [opening, setOpening] = useState<LiveAnswer | null>(null);
  const page = useRef({ sessionId, mounted: true });

  useEffect(() => {
    const here = { sessionId, mounted: true };
    page.current = here;
    setOpening(null);
    return () => {
      here.mounted = false;
    };
  }, [sessionId]);

  const open = useCallback(
    async (question: string) => {
      const askedOn = page.current;
      setOpening({ question, answer: EMPTY_ANSWER });
      try {
        const created = await createConversation();
        client.setQueryData(conversationKeys.one(created), emptyConversation(created));
        liveAnswers.ask(created, question);
        // do not navigate if the user has left the page
        if (askedOn.mounted) navigate(paths.conversation(created), { replace: true });
      } catch (cause) {
        const problem = cause instanceof Error ? cause.message : String(cause);
        setOpening({ question, answer: { ...EMPTY_ANSWER, status: "failed", error: problem } });
      }
    },
    [client, navigate],
  );

  return { opening: sessionId === null ? opening : null, open };
}

/** Follows an unfinished answer, and reloads the history when it has ended. */
function useFollowing(
  sessionId: string | null,
  history: Conversation | undefined,
  followed: LiveAnswer | null,
): void {
  const client = useQueryClient();
  const messageId = followed?.answer.messageId ?? null;
  const ended = followed !== null && !isOpen(followed.answer);

  const unfinished = history && openTurn(history.messages);
  useEffect(() => {
    if (sessionId !== null && unfinished && followed === null) {
      liveAnswers.resume(sessionId, unfinished.question, unfinished.id);
    }
  }, [sessionId, unfinished, followed]);

  useEffect(() => {
    if (messageId !== null) void refreshConversationList(client); // its title is known now
  }, [client, messageId]);

  useEffect(() => {
    if (sessionId === null || !ended) return;
    void client.refetchQueries({ queryKey: conversationKeys.one(sessionId) });
  }, [client, sessionId, ended]);

  // until the page is left, TurnView shows what only the live answer has, and no document is deleted
  useEffect(() => {
    if (sessionId === null) return;
    return () => {
      const queryKey = conversationKeys.one(sessionId);
      void client.invalidateQueries({ queryKey, refetchType: "none" });
      const answer = liveAnswers.getSnapshot(sessionId)?.answer;
      if (answer?.status === "done") liveAnswers.dismiss(sessionId);
    };
  }, [client, sessionId]);
}

function emptyConversation(sessionId: string): Conversation {
  const now = new Date().toISOString();
  return {
    session_id: sessionId,
    title: null,
    created_at: now,
    updated_at: now,
    messages: [],
    next_cursor: null,
  };
}
