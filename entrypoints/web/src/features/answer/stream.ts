/** Reads the event streams of answers. */

import { createParser, type EventSourceMessage } from "eventsource-parser";
import { ApiError, errorOf } from "@/api/client";
import type { AnswerEvent, Conversation, Within } from "@/api/types";
import { apiPaths } from "@/lib/paths";

/** An event with its number in the answer's stream, from 1. */
export interface NumberedEvent {
  id: number;
  event: AnswerEvent;
}

export interface AskRequest {
  sessionId: string;
  message: string;
  /** Whether the server may answer from its cache. */
  cache: boolean;
  /** Which documents it is asked of; null for all. */
  within: Within | null;
  /** The name of the model that is to answer; null for the default one. */
  model: string | null;
  /** The same for every attempt to ask this question, so that it is asked only once. */
  idempotencyKey: string;
}

/** The connection was lost before the end of the answer; the server goes on writing it. */
export class ConnectionLost extends Error {
  /** Whether the server was reached and the stream had started. */
  readonly wasOpen: boolean;

  constructor(wasOpen: boolean) {
    super("The connection to the server was lost.");
    this.name = "ConnectionLost";
    this.wasOpen = wasOpen;
  }
}

/** The server sends a keep-alive every 10 seconds; after this silence the connection is dead. */
const SILENCE_MS = 35_000;

/** Asks a question and yields the events of its answer. Throws `ApiError` or `ConnectionLost`. */
export async function* ask(
  { sessionId, message, cache, within, model, idempotencyKey }: AskRequest,
  signal: AbortSignal,
): AsyncGenerator<NumberedEvent> {
  yield* events(apiPaths.chat, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
    body: JSON.stringify({
      session_id: sessionId,
      message,
      cache,
      ...(within && { within }),
      ...(model !== null && { model }),
    }),
    signal,
  });
}

/** Yields the events of an answer after number `after`. Throws `ApiError` or `ConnectionLost`. */
export async function* follow(
  messageId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<NumberedEvent> {
  yield* events(apiPaths.answerEvents(messageId), {
    headers: { "Last-Event-ID": String(after) },
    signal,
  });
}

/** Returns the id of a conversation's unfinished answer, whose stream may not have begun; or null. */
export async function openAnswer(sessionId: string): Promise<string | null> {
  const response = await fetch(apiPaths.newestMessage(sessionId));
  if (!response.ok) throw await errorOf(response);
  const { messages } = (await response.json()) as Conversation;
  const last = messages.at(-1);
  return last?.role === "assistant" && last.finish_reason === null ? last.message_id : null;
}

/** Asks the server to stop writing an answer. Throws `ApiError`. */
export async function cancel(messageId: string): Promise<void> {
  const address = apiPaths.cancelAnswer(messageId);
  const response = await fetch(address, { method: "POST" }).catch(() => {
    throw ApiError.unreachable();
  });
  if (!response.ok) throw await errorOf(response);
}

async function* events(url: string, init: RequestInit): AsyncGenerator<NumberedEvent> {
  const response = await withTimeout(fetch(url, init)).catch((cause) => throwLost(cause, false));
  if (!response.ok) throw await errorOf(response);
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
  if (!isStream || response.body === null) throw new ConnectionLost(false);

  const reader = response.body.getReader();
  try {
    let read: EventSourceMessage[] = [];
    const parser = createParser({ onEvent: (message) => read.push(message) });
    const decoder = new TextDecoder();
    for (;;) {
      const { value, done } = await withTimeout(reader.read()).catch((cause) =>
        throwLost(cause, true),
      );
      if (done) throw new ConnectionLost(true);
      parser.feed(decoder.decode(value, { stream: true }));
      const messages = read;
      read = [];
      for (const message of messages) {
        const numbered = numberedEvent(message);
        yield numbered;
        if (numbered.event.type === "done" || numbered.event.type === "error") return;
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function numberedEvent(message: EventSourceMessage): NumberedEvent {
  const id = Number(message.id);
  if (!Number.isInteger(id) || id < 1) throw new ConnectionLost(true);
  try {
    return { id, event: JSON.parse(message.data) as AnswerEvent };
  } catch {
    throw new ConnectionLost(true);
  }
}

/** Resolves as the promise does, or rejects with a timeout after `SILENCE_MS`. */
async function withTimeout<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException("Nothing came.", "TimeoutError")), SILENCE_MS);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}

function throwLost(cause: unknown, wasOpen: boolean): never {
  if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
  throw new ConnectionLost(wasOpen);
}
