import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { Conversation, Within } from "@/api/types";
import { EMPTY_ANSWER, type LiveAnswer, liveAnswers } from "@/features/answer";
import { forgetScope } from "@/features/collections";
import { readModel } from "@/features/models";
import { NEW_CONVERSATION } from "@/lib/newConversation";
import { paths } from "@/lib/paths";
import { t } from "@/words";
import { restoreDraft } from "./ComposerDraft";
import { conversationKeys, createConversation } from "./queries";

interface Attempt {
  readonly question: string;
  readonly within: Within | null;
  readonly connection: AbortController;
}

const NONE: readonly LiveAnswer[] = [];

/**
 * Creates a conversation for its first question. What is shown meanwhile, also if that fails.
 *
 * A question that could not be asked before the page is left is a draft again.
 */
export function useNewConversation(sessionId: string | null) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [openings, setOpenings] = useState(NONE);
  /** The latest question, until it is asked. */
  const attempt = useRef<Attempt | null>(null);

  useEffect(() => {
    setOpenings(NONE);
    if (sessionId !== null) return;
    const keep = () => {
      if (attempt.current) restoreDraft(NEW_CONVERSATION, attempt.current.question);
    };
    window.addEventListener("pagehide", keep);
    return () => {
      window.removeEventListener("pagehide", keep);
      keep();
      attempt.current?.connection.abort();
      attempt.current = null;
    };
  }, [sessionId]);

  const open = useCallback(
    async (question: string, within: Within | null) => {
      const connection = new AbortController();
      attempt.current = { question, within, connection };
      const earlier = openings.filter((each) => each.question !== question);
      setOpenings([...earlier, { question, within, answer: EMPTY_ANSWER }]);
      try {
        const created = await createConversation(connection.signal);
        if (connection.signal.aborted) return;
        attempt.current = null;
        client.setQueryData(conversationKeys.one(created), emptyConversation(created));
        liveAnswers.ask(created, question, { within, model: readModel(), earlier });
        forgetScope(NEW_CONVERSATION); // the conversation goes on with that of its question
        navigate(paths.conversation(created), { replace: true });
      } catch (cause) {
        if (connection.signal.aborted) return;
        const problem = cause instanceof Error ? cause.message : String(cause);
        setOpenings([...earlier, failed({ question, within }, problem)]);
      }
    },
    [client, navigate, openings],
  );

  const stop = useCallback(() => {
    if (attempt.current === null) return;
    const { question, within, connection } = attempt.current;
    connection.abort();
    const isDraft = restoreDraft(NEW_CONVERSATION, question);
    if (isDraft) attempt.current = null;
    const left = isDraft ? NONE : [failed({ question, within }, t.conversations.stoppedUnsent)];
    setOpenings((all) => [...all.slice(0, -1), ...left]);
  }, []);

  return { openings: sessionId === null ? openings : NONE, open, stop };
}

function failed(asked: Pick<Attempt, "question" | "within">, error: string): LiveAnswer {
  return { ...asked, answer: { ...EMPTY_ANSWER, status: "failed", error } };
}

function emptyConversation(sessionId: string): Conversation {
  const now = new Date().toISOString();
  return {
    session_id: sessionId,
    title: null,
    created_at: now,
    updated_at: now,
    pinned: false,
    messages: [],
    next_cursor: null,
    feedback: [],
  };
}
