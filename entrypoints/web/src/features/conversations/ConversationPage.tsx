import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useSearch } from "wouter";
import { isMissing } from "@/api/client";
import type { Within } from "@/api/types";
import { liveAnswers } from "@/features/answer";
import { ScopeChoice, useScope } from "@/features/collections";
import { DropZone, useAddFiles } from "@/features/documents";
import { ModelChoice, useQuotingModel } from "@/features/models";
import { NEW_CONVERSATION } from "@/lib/newConversation";
import { OpenedPlace } from "@/lib/openedPlace";
import { useKeys } from "@/lib/useKeys";
import { useTitle } from "@/lib/useTitle";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words";
import { Composer } from "./Composer";
import { readDraft, useDraft } from "./ComposerDraft";
import { ComposerNote, type Note } from "./ComposerNote";
import { ConversationHeader } from "./ConversationHeader";
import styles from "./ConversationPage.module.css";
import { EmptyConversation } from "./EmptyConversation";
import { LoadError } from "./LoadError";
import { MessageList } from "./MessageList";
import { SidePanel } from "./SidePanel";
import type { TurnActions } from "./TurnView";
import { useConversation } from "./useConversation";
import { usePanel } from "./usePanel";
import { quotedAt } from "./WrongQuotation";

interface Props {
  /** Null for a new question; asking it creates the conversation. */
  sessionId: string | null;
}

/** The questions and answers of a conversation, and the field for the next question. */
export function ConversationPage({ sessionId }: Props) {
  const conversation = useConversation(sessionId);
  const { turns, busy, ask, stop, refetch } = conversation;
  const { address, panel, show, showPassage, step, close } = usePanel(sessionId, turns);
  const quoted = useMemo(() => quotedAt(turns, address), [turns, address]);
  const addFiles = useAddFiles();
  const draftKey = sessionId ?? NEW_CONVERSATION;
  const [draft, setDraft] = useDraft(draftKey);
  const [scope, setScope] = useScope(draftKey, turns.at(-1)?.within ?? null);
  const [note, setNote] = useState<Note | null>(null);
  const [asked, setAsked] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  const found = new URLSearchParams(useSearch()).get("at");
  const quoting = useQuotingModel();
  const isEmpty = sessionId === null && turns.length === 0;
  const untitled = conversation.error ? t.conversations.conversation : t.common.newQuestion;
  useTitle(isMissing(conversation.error) ? t.common.notFound : (conversation.title ?? untitled));

  useEffect(() => {
    setNote(null);
    // without a mouse, focus would open an on-screen keyboard that covers the page
    if (sessionId === null && window.matchMedia("(hover: hover)").matches) field.current?.focus();
  }, [sessionId]);

  const actions = useMemo((): TurnActions => {
    const submit = (question: string, cache: boolean, within: Within | null, model?: string) => {
      if (busy) {
        setNote({ kind: "busy" });
        return;
      }
      setAsked((count) => count + 1);
      void ask(question, { cache, within, ...(model !== undefined && { model }) });
    };
    return {
      onEdit(question) {
        const earlier = readDraft(draftKey);
        setNote((was) => (was?.kind === "editing" ? was : { kind: "editing", earlier }));
        setDraft(question);
        field.current?.focus();
      },
      onOpen: (place, messageId) => show({ kind: "document", ...place }, place, messageId),
      onLookInside: (messageId) => show({ kind: "inside", messageId }),
      onRetry(question, answer, within) {
        if (!busy && sessionId !== null && liveAnswers.retry(sessionId, question)) {
          setAsked((count) => count + 1);
        } else if (answer.messageId !== null) void refetch();
        else submit(question, true, within);
      },
      onAskAgain: (question, within) => submit(question, false, within),
      onAsk: (question) => submit(question, true, scope),
      onQuote:
        quoting === null
          ? undefined
          : (question, within) => submit(question, true, within, quoting),
    };
  }, [sessionId, draftKey, scope, quoting, busy, ask, refetch, show, setDraft]);

  // with a panel open, Escape closes that first
  useKeys(busy && panel === null ? { Escape: stop } : {});
  const lastQuestion = turns.at(-1)?.question;

  const send = (question: string) => {
    setDraft(note?.kind === "editing" ? note.earlier : "");
    setNote(null);
    actions.onAsk(question);
  };

  const add = (files: File[]) => {
    addFiles(files);
    if (!isEmpty) setNote({ kind: "added", files: files.length });
  };

  if (conversation.error) {
    return <LoadError error={conversation.error} onRetry={() => void conversation.refetch()} />;
  }
  return (
    <DropZone onFiles={add}>
      <div className={styles.page}>
        <div className={styles.conversation} data-focus-falls-to="[data-question], h1">
          {isEmpty ? (
            <EmptyConversation scope={scope} onExample={send} />
          ) : (
            <>
              <ConversationHeader sessionId={sessionId} title={conversation.title} />
              {conversation.loading ? (
                <p className={styles.loading} role="status">
                  <Spinner /> {t.conversations.loadingOne}
                </p>
              ) : (
                <OpenedPlace value={address}>
                  <MessageList
                    key={sessionId}
                    turns={turns}
                    asked={asked}
                    found={asked === 0 ? found : null}
                    actions={actions}
                  />
                </OpenedPlace>
              )}
            </>
          )}
          <Composer
            field={field}
            text={draft}
            onText={setDraft}
            onSend={send}
            busy={busy}
            onStop={stop}
            onRecall={lastQuestion === undefined ? undefined : () => setDraft(lastQuestion)}
            scope={
              <Suspense>
                <ScopeChoice chosen={scope} onChoose={setScope} />
                <ModelChoice />
              </Suspense>
            }
            note={
              <ComposerNote
                note={note?.kind === "busy" && !busy ? null : note}
                onCancelEdit={(earlier) => {
                  setDraft(earlier);
                  setNote(null);
                }}
              />
            }
          />
        </div>
        {panel && (
          <SidePanel
            panel={panel}
            quoted={quoted}
            onOpen={showPassage}
            onStep={step}
            onClose={close}
          />
        )}
      </div>
    </DropZone>
  );
}
