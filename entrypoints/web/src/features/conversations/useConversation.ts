/** The state of a conversation page: its history, the live answer, and asking. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import type { Conversation, Within } from "@/api/types";
import {
  type Answer,
  isOpen,
  type LiveAnswer,
  liveAnswers,
  useEarlierAnswers,
  useLiveAnswer,
} from "@/features/answer";
import { readModel } from "@/features/models";
import { restoreDraft } from "./ComposerDraft";
import { conversationKeys, conversationQuery, refreshConversationList } from "./queries";
import { isEnded, openTurn, type Turn, turnsOf } from "./turns";
import { useNewConversation } from "./useNewConversation";

/** The polling interval for an answer that is being written but not followed here. */
const POLL_MS = 2_000;

interface HowAsked {
  cache?: boolean;
  within?: Within | null;
  /** Another model than the chosen one. */
  model?: string;
}

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
  const { openings, open, stop: stopOpening } = useNewConversation(sessionId);
  const live = followed ?? openings.at(-1) ?? null;
  const messages = data?.messages;
  const turns = useMemo(
    () => turnsOf(messages ?? [], followed ? [...earlier, followed] : openings),
    [messages, earlier, followed, openings],
  );

  useFollowing(sessionId, data, followed, turns);
  useUnsent(sessionId, turns);

  const newest = newestIn(turns);
  const ask = useCallback(
    async (question: string, { cache = true, within = null, model }: HowAsked = {}) => {
      if (sessionId === null) return open(question, within);
      liveAnswers.ask(sessionId, question, {
        cache,
        within,
        model: model ?? readModel(),
        after: newest,
      });
    },
    [sessionId, newest, open],
  );

  const stop = useCallback(() => {
    if (sessionId === null) stopOpening();
    else void liveAnswers.stop(sessionId);
  }, [sessionId, stopOpening]);

  return {
    title: data?.title ?? turns[0]?.question ?? null,
    turns,
    live,
    busy: live !== null && isOpen(live.answer),
    loading: sessionId !== null && data === undefined && error === null,
    error: data === undefined ? error : null,
    refetch,
    ask,
    stop,
  };
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

/** Makes the last question that was not sent a draft again before the page is left. */
function useUnsent(sessionId: string | null, turns: readonly Turn[]): void {
  const unsent = turns.findLast(({ questionId, live }) => !questionId && live && isUnsent(live));
  const question = unsent?.question;
  useEffect(() => {
    if (sessionId === null || question === undefined) return;
    const keep = () => void restoreDraft(sessionId, question);
    window.addEventListener("pagehide", keep);
    return () => window.removeEventListener("pagehide", keep);
  }, [sessionId, question]);
}

/** Whether the server did not take a question, or was not reached with it. */
function isUnsent({ status, sent, messageId }: Answer): boolean {
  return !sent && messageId === null && status !== "waiting";
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
