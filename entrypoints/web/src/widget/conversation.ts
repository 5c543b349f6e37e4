/** The conversation of one visitor, which outlives the page that it began on. */

import { newIdempotencyKey, type Quoth, QuothError, retries, type Within } from "@quoth/client";
import { addEvent, isOpen, newTurn, type Turn } from "./turn";
import { t } from "./words";

/** What is stored of a conversation. */
interface Stored {
  session: string | null;
  turns: Turn[];
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Few: a page that may not ask is refused in the same way as one that cannot reach the server. */
const RETRY = retries({ most: 3 });

export class Conversation {
  /** Called after each change. */
  onChange: () => void = () => undefined;
  #session: string | null = null;
  #turns: Turn[] = [];
  #connection: AbortController | null = null;

  constructor(
    readonly quoth: Quoth,
    readonly store: Store,
    readonly name: string,
    readonly within: Within | undefined,
  ) {
    this.#restore();
  }

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  get isAnswering(): boolean {
    return this.#connection !== null;
  }

  async ask(question: string): Promise<void> {
    if (this.isAnswering || question.trim() === "") return;
    const turn = newTurn(question.trim(), newIdempotencyKey());
    this.#turns.push(turn);
    await this.#answer(turn);
  }

  /** Goes on with an answer that the page before did not see the end of. */
  async resume(): Promise<void> {
    const last = this.#turns.at(-1);
    if (last !== undefined && isOpen(last)) await this.#answer(last);
  }

  /** Asks the last question again, if its answer could not be received. */
  async retry(): Promise<void> {
    const last = this.#turns.at(-1);
    if (last === undefined || last.error === null || this.isAnswering) return;
    if (last.finishReason === null) {
      last.error = null; // with its key, so that it is not answered twice
      await this.#answer(last);
    } else {
      this.#turns.pop();
      await this.ask(last.question);
    }
  }

  /** Stops the answer; what was written of it stays. */
  stop(): void {
    const connection = this.#connection;
    const messageId = this.#turns.at(-1)?.messageId ?? null;
    if (messageId === null) connection?.abort();
    // its stream then ends as usual
    else this.quoth.cancel(messageId).catch(() => connection?.abort());
  }

  /** Forgets the conversation. */
  clear(): void {
    this.#connection?.abort();
    this.#connection = null;
    this.#session = null;
    this.#turns = [];
    this.store.removeItem(this.name);
    this.onChange();
  }

  save(): void {
    if (this.#turns.length === 0) return;
    const stored: Stored = { session: this.#session, turns: this.#turns };
    try {
      this.store.setItem(this.name, JSON.stringify(stored));
    } catch {
      // without room, or where storing is forbidden, it lasts as long as the page
    }
  }

  async #answer(turn: Turn): Promise<void> {
    const connection = new AbortController();
    this.#connection = connection;
    const { signal } = connection;
    this.#changed();
    try {
      for await (const event of this.#events(turn, signal)) {
        addEvent(turn, event);
        if (event.type === "start") this.save();
        this.onChange();
      }
    } catch (error) {
      if (signal.aborted) turn.finishReason = "cancelled";
      else turn.error = error instanceof QuothError ? inWords(error) : t.notShown;
      if (!signal.aborted) console.warn("Quoth:", error);
    }
    if (this.#connection === connection) this.#connection = null;
    this.#changed();
  }

  async *#events(turn: Turn, signal: AbortSignal) {
    const call = { signal, retry: RETRY };
    const { messageId, lastEventId, idempotencyKey } = turn;
    if (messageId !== null) {
      yield* this.quoth.follow(messageId, { after: lastEventId, ...call });
      return;
    }
    const ask = (session: string) =>
      this.quoth.ask(turn.question, { session, within: this.within, idempotencyKey, ...call });
    const session = this.#session ?? (await this.#newSession(signal));
    try {
      yield* ask(session);
    } catch (error) {
      if (!(error instanceof QuothError) || error.code !== "session_not_found") throw error;
      yield* ask(await this.#newSession(signal)); // somebody deleted it
    }
  }

  async #newSession(signal: AbortSignal): Promise<string> {
    const { session_id } = await this.quoth.sessions.create({ signal, retry: RETRY });
    this.#session = session_id;
    return session_id;
  }

  #changed(): void {
    this.save();
    this.onChange();
  }

  #restore(): void {
    try {
      const stored = JSON.parse(this.store.getItem(this.name) ?? "null") as Stored | null;
      this.#session = stored?.session ?? null;
      this.#turns = stored?.turns ?? [];
    } catch {
      // what an earlier version stored is no loss
    }
  }
}

function inWords(error: QuothError): string {
  switch (error.code) {
    case "connection_failed":
      return t.away;
    case "rate_limited":
    case "server_busy":
      return t.busy;
    case "not_authenticated":
    case "not_allowed":
      return t.notAllowed;
    default:
      return error.message;
  }
}
