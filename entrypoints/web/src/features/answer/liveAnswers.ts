/** The store of live answers. It lives outside React, so that answers outlive pages. */

import {
  type AnswerEvent,
  ConnectionFailed,
  type Numbered,
  never,
  newIdempotencyKey,
  QuothError,
  RequestRefused,
} from "@quoth/client";
import { useCallback, useSyncExternalStore } from "react";
import { isStarting, quoth } from "@/api/client";
import type { Within } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { type Answer, EMPTY_ANSWER, isOpen } from "./answer";
import { applyEvent } from "./applyEvent";
import { onNextFrame, pause } from "./pauses";

/** A question and its answer as far as it has arrived. */
export interface LiveAnswer {
  question: string;
  answer: Answer;
  /** Which documents it is to be asked of, while the server could not be asked yet. */
  within?: Within | null;
  /** How it was asked; missing if the server could not be asked yet. */
  asked?: Asked;
}

interface Asked {
  /** Whether the server may answer from its cache. */
  readonly cache: boolean;
  /** Which documents it is asked of; null for all. */
  readonly within: Within | null;
  /** The name of the model that is to answer; null for the default one. */
  readonly model: string | null;
  readonly idempotencyKey: string;
  /** The newest answer of the session at that time; null for none. */
  readonly after: string | null;
}

interface Entry {
  readonly question: string;
  readonly asked: Asked;
  connection: AbortController;
  /** The questions before this one that the history may not have yet. */
  earlier: readonly LiveAnswer[];
  /** The latest state; subscribers see it with the next frame. */
  answer: Answer;
  shown: LiveAnswer;
  /** Whether to cancel the answer as soon as its id is known. */
  stopWanted: boolean;
}

/** The server sends a keep-alive every 10 seconds; after this silence the connection is dead. */
const SILENCE_MS = 35_000;
const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000];
const GIVE_UP_MS = 120_000;
/** Shorter, because nothing is being written meanwhile. */
const GIVE_UP_UNSENT_MS = 10_000;
/** The statuses of a proxy or server while the server restarts. */
const TRANSIENT_STATUSES = [502, 503, 504];

interface AskOptions extends Partial<Pick<Asked, "cache" | "within" | "model" | "after">> {
  /** What was asked before on the same page, if the session is new. */
  earlier?: readonly LiveAnswer[];
}

const NONE: readonly LiveAnswer[] = [];
const ASKED_BY_DEFAULT = { cache: true, within: null, model: null, after: null };

/** At most one answer is followed for each session; those before it are kept as they were. */
export class LiveAnswers {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  #frameRequested = false;

  /**
   * Asks a question. The answer before it is no longer followed, but completed, and stays among
   * the earlier ones until `settle`. If the same question was not sent before, it is replaced.
   */
  ask(
    sessionId: string,
    question: string,
    { cache = true, within = null, model = null, after = null, earlier = NONE }: AskOptions = {},
  ): void {
    const asked = { cache, within, model, after, idempotencyKey: newIdempotencyKey() };
    this.#begin(sessionId, { question, asked, answer: EMPTY_ANSWER }, earlier);
  }

  /** Follows an unfinished answer from its first event. */
  resume(sessionId: string, question: string, messageId: string): void {
    if (this.#entries.get(sessionId)?.answer.messageId === messageId) return;
    const asked = { ...ASKED_BY_DEFAULT, idempotencyKey: newIdempotencyKey() };
    this.#begin(sessionId, { question, asked, answer: { ...EMPTY_ANSWER, messageId, sent: true } });
  }

  /** Asks the server to stop the answer. Its stream then ends as usual. */
  async stop(sessionId: string): Promise<void> {
    const entry = this.#entries.get(sessionId);
    if (!entry || !isOpen(entry.answer)) return;
    if (!entry.answer.sent && entry.answer.status === "reconnecting") {
      entry.connection.abort();
      this.#update(entry, { ...entry.answer, status: "lost" });
      return;
    }
    // a question that waits for an equal one to be answered has no events yet
    entry.stopWanted = entry.answer.messageId === null;
    const messageId = entry.answer.messageId ?? (await openAnswer(sessionId).catch(() => null));
    if (messageId === null) return; // it is stopped when its stream begins
    try {
      await quoth.cancel(messageId);
    } catch (error) {
      if (error instanceof QuothError && isOpen(entry.answer)) {
        this.#update(entry, { ...entry.answer, error: errorInWords(error) });
      }
    }
  }

  /**
   * Reconnects after the connection was given up. An earlier question that may not have been sent
   * becomes the latest one. Returns whether there is such a question.
   */
  retry(sessionId: string, question: string): boolean {
    const entry = this.#entries.get(sessionId);
    if (!entry) return false;
    if (entry.question !== question || entry.answer.status !== "lost") {
      return this.#retryEarlier(sessionId, question, entry.earlier);
    }
    entry.stopWanted = false;
    if (entry.connection.signal.aborted) entry.connection = new AbortController();
    this.#update(entry, { ...entry.answer, status: "reconnecting" });
    void this.#run(sessionId, entry);
    return true;
  }

  /** Removes those earlier answers of a session that its history has. */
  settle(sessionId: string, isStored: (answer: Answer) => boolean): void {
    const entry = this.#entries.get(sessionId);
    const isMissing = ({ answer }: LiveAnswer) => !isStored(answer);
    if (!entry || entry.earlier.every(isMissing)) return;
    entry.earlier = entry.earlier.filter(isMissing);
    this.#notify();
  }

  /** Removes the answers of a session from the store, for example when the history has them. */
  dismiss(sessionId: string): void {
    const entry = this.#entries.get(sessionId);
    if (!entry) return;
    entry.connection.abort();
    this.#entries.delete(sessionId);
    this.#notify();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot(sessionId: string): LiveAnswer | null {
    return this.#entries.get(sessionId)?.shown ?? null;
  }

  /** Returns the questions of a session before the latest one, in order. */
  getEarlier(sessionId: string): readonly LiveAnswer[] {
    return this.#entries.get(sessionId)?.earlier ?? NONE;
  }

  /** Asks with the same key, so that a question that did arrive is not asked twice. */
  #retryEarlier(sessionId: string, question: string, earlier: readonly LiveAnswer[]): boolean {
    const unsent = earlier.findLast(
      ({ question: each, answer: { status, messageId } }) =>
        each === question && status === "lost" && messageId === null,
    );
    if (unsent?.asked === undefined) return false;
    const { asked, answer } = unsent;
    this.#begin(sessionId, { question, asked, answer: { ...answer, status: "reconnecting" } });
    return true;
  }

  #begin(sessionId: string, started: LiveAnswer & { asked: Asked }, before = NONE): void {
    const { question, answer, asked } = started;
    const last = this.#entries.get(sessionId);
    last?.connection.abort();
    const earlier = last ? [...last.earlier, { ...last.shown, answer: last.answer }] : before;
    const isRepeated = (each: LiveAnswer) =>
      each.answer.messageId === answer.messageId && each.question === question;
    const entry: Entry = {
      question,
      asked,
      connection: new AbortController(),
      earlier: earlier.filter((each) => !isRepeated(each)),
      answer,
      shown: started,
      stopWanted: false,
    };
    this.#entries.set(sessionId, entry);
    this.#notify();
    void this.#run(sessionId, entry);
  }

  /** Reads an answer to its end, reconnecting as often as necessary. */
  async #run(sessionId: string, entry: Entry): Promise<void> {
    const { signal } = entry.connection;
    let failures = 0;
    let unreachableSince: number | null = null;
    while (!signal.aborted) {
      try {
        for await (const event of this.#connect(sessionId, entry)) {
          this.#update(entry, applyEvent(entry.answer, event));
          failures = 0;
          unreachableSince = null;
          if (entry.stopWanted && entry.answer.messageId !== null) void this.stop(sessionId);
        }
        return;
      } catch (error) {
        if (signal.aborted) return;
        const begun = failures > 0 || entry.answer.messageId !== null;
        if (!mayRecover(error, begun)) {
          this.#update(entry, { ...entry.answer, status: "failed", error: errorInWords(error) });
          return;
        }
        const wasOpen = error instanceof ConnectionFailed && error.responded;
        const sent = entry.answer.sent || wasOpen || isOutcomeUnknown(error);
        if (sent !== entry.answer.sent) this.#update(entry, { ...entry.answer, sent });
        if (wasOpen || isStarting(error)) unreachableSince = null;
      }
      unreachableSince ??= Date.now();
      const left =
        unreachableSince + (entry.answer.sent ? GIVE_UP_MS : GIVE_UP_UNSENT_MS) - Date.now();
      if (left <= 0) {
        this.#update(entry, { ...entry.answer, status: "lost" });
        return;
      }
      this.#update(entry, { ...entry.answer, status: "reconnecting" });
      const backoff = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 0;
      await pause(Math.min(backoff, left), signal);
      failures += 1;
    }
  }

  /** Yields what comes over one connection, because the page shows that it reconnects. */
  #connect(sessionId: string, entry: Entry): AsyncGenerator<Numbered<AnswerEvent>> {
    const { question, asked, connection, answer } = entry;
    const call = { signal: connection.signal, timeout: SILENCE_MS, retry: never };
    if (answer.messageId !== null) {
      return quoth.follow(answer.messageId, { after: answer.lastEventId, ...call });
    }
    return quoth.ask(question, {
      session: sessionId,
      cache: asked.cache,
      within: asked.within ?? undefined,
      model: asked.model ?? undefined,
      idempotencyKey: asked.idempotencyKey,
      detached: true,
      ...call,
    });
  }

  #update(entry: Entry, answer: Answer): void {
    if (answer === entry.answer) return;
    entry.answer = answer;
    if (this.#frameRequested) return;
    this.#frameRequested = true;
    onNextFrame(() => {
      this.#frameRequested = false;
      for (const each of this.#entries.values()) {
        if (each.shown.answer !== each.answer) {
          each.shown = { ...each.shown, answer: each.answer };
        }
      }
      this.#notify();
    });
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The store that the pages share. */
export const liveAnswers = new LiveAnswers();

/** Returns the live answer of a session, updated at most once a frame. */
export function useLiveAnswer(sessionId: string): LiveAnswer | null {
  const snapshot = useCallback(() => liveAnswers.getSnapshot(sessionId), [sessionId]);
  return useSyncExternalStore(liveAnswers.subscribe, snapshot);
}

/** Returns the questions before the live one that the history may not have yet. */
export function useEarlierAnswers(sessionId: string): readonly LiveAnswer[] {
  const snapshot = useCallback(() => liveAnswers.getEarlier(sessionId), [sessionId]);
  return useSyncExternalStore(liveAnswers.subscribe, snapshot);
}

/** Whether a retry may help. `begun`: the server may already be writing the answer. */
function mayRecover(error: unknown, begun: boolean): boolean {
  if (isStarting(error) || isOutcomeUnknown(error)) return true;
  if (error instanceof RequestRefused) return begun && TRANSIENT_STATUSES.includes(error.status);
  return error instanceof QuothError;
}

/** Whether the server has received the question, but does not know whether it was stored. */
function isOutcomeUnknown(error: unknown): boolean {
  return error instanceof QuothError && error.code === "outcome_unknown";
}

/** Returns the id of a conversation's unfinished answer, whose stream may not have begun; or null. */
async function openAnswer(sessionId: string): Promise<string | null> {
  const { messages } = await quoth.sessions.get(sessionId, { limit: 1 });
  const last = messages.at(-1);
  return last?.role === "assistant" && last.finish_reason === null ? last.message_id : null;
}
