/** The state of a conversation page: its history, the live answer, and asking. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { Conversation } from "@/api/types";
import {
  type Answer,
  EMPTY_ANSWER,
  isOpen,
  type LiveAnswer,
  liveAnswers,
  useEarlierAnswers,
  useLiveAnswer,
} from "@/features/answer";
import { paths } from "@/lib/paths";
import {
  conversationKeys,
  conversationQuery,
  createConversation,
  refreshConversationList,
} from "./queries";
import { isEnded, openTurn, type Turn, turnsOf } from "./turns";

/** The polling interval for an answer that is being written but not followed here. */
const POLL_MS = 2_000;
const NONE: readonly LiveAnswer[] = [];

/** `sessionId` is null until the first question has created the conversation. */
export function useConversation(sessionId: string | null) {
  const followed = useLiveAnswer(sessionId ?? "");
  const earlier = useEarlierAnswers(sessionId ?? "");
  const following = followed !== null && isOpen(followed.answer);
  const { data, error, refetch } = useQuery({
    ...conversationQuery(sessionId ?? ""),
    enabled: sessionId !== null,
    refetchInterval: ({ state }) =>
      !following && openTurn(state.data?.messages ?? []) !== null ? POLL_MS : false,
  });
  const { openings, open } = useNewConversation(sessionId);
  const live = followed ?? openings.at(-1) ?? null;
  const messages = data?.messages;
  const turns = useMemo(
    () => turnsOf(messages ?? [], followed ? [...earlier, followed] : openings),
    [messages, earlier, followed, openings],
  );

  useFollowing(sessionId, data, followed, turns);

  const newest = newestIn(turns);
  const ask = useCallback(
    async (question: string, { cache = true }: { cache?: boolean } = {}) => {
      if (sessionId === null) return open(question);
      liveAnswers.ask(sessionId, question, { cache, after: newest });
    },
    [sessionId, newest, open],
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

/** Creates a conversation for its first question. What is shown meanwhile, also if that fails. */
function useNewConversation(sessionId: string | null) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [openings, setOpenings] = useState(NONE);
  const page = useRef({ sessionId, mounted: true });

  useEffect(() => {
    const here = { sessionId, mounted: true };
    page.current = here;
    setOpenings(NONE);
    return () => {
      here.mounted = false;
    };
  }, [sessionId]);

  const open = useCallback(
    async (question: string) => {
      const askedOn = page.current;
      const earlier = openings.filter((each) => each.question !== question);
      setOpenings([...earlier, { question, answer: EMPTY_ANSWER }]);
      try {
        const created = await createConversation();
        client.setQueryData(conversationKeys.one(created), emptyConversation(created));
        liveAnswers.ask(created, question, { earlier });
        // do not navigate if the user has left the page
        if (askedOn.mounted) navigate(paths.conversation(created), { replace: true });
      } catch (cause) {
        const problem = cause instanceof Error ? cause.message : String(cause);
        const failed = { ...EMPTY_ANSWER, status: "failed" as const, error: problem };
        setOpenings([...earlier, { question, answer: failed }]);
      }
    },
    [client, navigate, openings],
  );

  return { openings: sessionId === null ? openings : NONE, open };
}

/** Follows an unfinished answer, and reloads the history when it has ended. */
function useFollowing(
  sessionId: string | null,
  history: Conversation | undefined,
  followed: LiveAnswer | null,
  turns: readonly Turn[],
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

  useEffect(() => {
    if (sessionId !== null) liveAnswers.settle(sessionId, (answer) => isStored(turns, answer));
  }, [sessionId, turns]);

  // until the page is left, TurnView shows what only the live answer has, and no document is deleted
  useEffect(() => {
    if (sessionId === null) return;
    return () => {
      const queryKey = conversationKeys.one(sessionId);
      void client.invalidateQueries({ queryKey, refetchType: "none" });
      const last = liveAnswers.getSnapshot(sessionId);
      if (last?.answer.status !== "done" && last?.answer.status !== "lost") return;
      const messages = client.getQueryData<Conversation>(queryKey)?.messages ?? [];
      if (!isStored(turnsOf(messages, [last]), last.answer)) return;
      if (liveAnswers.getEarlier(sessionId).length === 0) liveAnswers.dismiss(sessionId);
    };
  }, [client, sessionId]);
}

/** Whether the history has an answer to its end. */
function isStored(turns: readonly Turn[], answer: Answer): boolean {
  return turns.some((turn) => turn.live === answer && isEnded(turn));
}

/** Returns the id of the newest answer; null if none has one. */
function newestIn(turns: readonly Turn[]): string | null {
  const newest = turns.findLast(({ stored, live }) => stored ?? live?.messageId);
  return newest?.stored?.message_id ?? newest?.live?.messageId ?? null;
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
