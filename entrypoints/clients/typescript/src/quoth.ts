import type { Client } from "openapi-fetch";
import { type Answer, answerFrom } from "./answers.ts";
import { Collections } from "./collections.ts";
import { Documents } from "./documents.ts";
import { events } from "./events.ts";
import { type CallOptions, Http, type Options, unwrap } from "./http.ts";
import { newIdempotencyKey } from "./idempotencyKey.ts";
import { PAGE, pages } from "./pages.ts";
import { never } from "./retries.ts";
import type { paths } from "./schema.ts";
import { Sessions } from "./sessions.ts";
import type {
  AnswerEvent,
  FileFormat,
  Found,
  Health,
  Job,
  JobState,
  Model,
  Numbered,
  SearchMode,
  UsageOfModels,
  Within,
} from "./types.ts";

export interface AskOptions extends CallOptions {
  /** The conversation that the question belongs to; by default a new one. */
  session?: string | undefined;
  /** Which documents it is asked of; by default all. */
  within?: Within | undefined;
  /** The language model; by default that of the server. */
  model?: string | undefined;
  /** Whether a cached answer may be returned; true by default. */
  cache?: boolean | undefined;
  /** The same for every attempt to ask this question, so that it is answered once. */
  idempotencyKey?: string | undefined;
  /** Whether the server goes on with the answer when `signal` is aborted. */
  detached?: boolean | undefined;
}

export interface SearchOptions extends CallOptions {
  /** How many passages are returned, 1 to 100; 10 by default. */
  top_k?: number;
  mode?: SearchMode;
  min_similarity?: number;
  within?: Within;
  /** Whether it is said how each stage ranked each passage. */
  explain?: boolean;
}

export interface UsageOptions extends CallOptions {
  /** The first and the last day, such as `2026-03-31`. */
  since?: string;
  until?: string;
}

const LAST = ["done", "error"];
const CANCEL_MS = 5_000;

/** Talks to one server. */
export class Quoth {
  readonly documents: Documents;
  readonly collections: Collections;
  readonly sessions: Sessions;
  /** Every route of the API, typed, for what has no method here: `unwrap(quoth.api.GET(…))`. */
  readonly api: Client<paths>;
  readonly #http: Http;

  constructor(options: Options) {
    this.#http = new Http(options);
    this.api = this.#http.api;
    this.documents = new Documents(this.#http);
    this.collections = new Collections(this.#http);
    this.sessions = new Sessions(this.#http);
  }

  /**
   * Asks a question, and yields the events of its answer. None is lost or repeated when the
   * connection breaks.
   *
   * If `signal` is aborted, the server is asked to stop the answer, and what it has so far stays
   * in the conversation; with `detached`, it is written to its end.
   */
  async *ask(question: string, options: AskOptions = {}): AsyncGenerator<Numbered<AnswerEvent>> {
    const { session, within, model, cache = true, idempotencyKey, detached, ...call } = options;
    const session_id = session ?? (await this.sessions.create(call)).session_id;
    const body = JSON.stringify({ session_id, message: question, cache, within, model });
    const headers = {
      "Content-Type": "application/json",
      "Idempotency-Key": idempotencyKey ?? newIdempotencyKey(),
    };
    let messageId: string | null = null;
    const rest = (event: AnswerEvent) => {
      if (event.type !== "start") return null;
      messageId = event.message_id;
      return eventsOf(messageId);
    };
    const first = { method: "POST", path: "/api/chat", headers, body } as const;
    const stream = { first, after: 0, gapless: true, last: LAST, rest };
    try {
      yield* events<AnswerEvent>(this.#http, stream, call);
    } finally {
      if (call.signal?.aborted && !detached && messageId !== null) {
        const once = { retry: never, timeout: CANCEL_MS };
        await this.cancel(messageId, once).catch(() => undefined);
      }
    }
  }

  /**
   * Asks a question, and returns the whole answer. Throws `AnswerFailed` if it ended with an
   * error. The options are those of `ask`.
   */
  answer(question: string, options: AskOptions = {}): Promise<Answer> {
    return answerFrom(this.ask(question, options));
  }

  /** Yields the events of an answer that come after the one with the number `after`. */
  follow(
    messageId: string,
    { after = 0, ...options }: { after?: number } & CallOptions = {},
  ): AsyncGenerator<Numbered<AnswerEvent>> {
    const stream = { first: eventsOf(messageId), after, gapless: true, last: LAST };
    return events<AnswerEvent>(this.#http, stream, options);
  }

  /** Cancels an answer; what was written of it stays. */
  async cancel(messageId: string, options: CallOptions = {}): Promise<void> {
    const params = { path: { message_id: messageId } };
    const call = { params, ...this.#http.calling(options, true) };
    await unwrap(this.api.POST("/api/chat/{message_id}/cancel", call));
  }

  /** Finds passages. */
  search(query: string, options: SearchOptions = {}): Promise<Found> {
    const { top_k = 10, explain = false, signal, timeout, retry, ...rest } = options;
    const call = this.#http.calling({ signal, timeout, retry }, true);
    return unwrap(
      this.api.POST("/api/search", { body: { query, top_k, explain, ...rest }, ...call }),
    );
  }

  /** Yields the work on documents that is not done. */
  jobs({ state, ...options }: { state?: JobState } & CallOptions = {}): AsyncGenerator<Job> {
    return pages((cursor) => {
      const params = { query: { limit: PAGE, ...cursor, ...(state !== undefined && { state }) } };
      return unwrap(this.api.GET("/api/job", { params, ...this.#http.calling(options) }));
    });
  }

  /** Returns the formats of files that the server reads. */
  async formats(options: CallOptions = {}): Promise<FileFormat[]> {
    return (await unwrap(this.api.GET("/api/format", this.#http.calling(options)))).items;
  }

  /** Returns the language models that can be chosen, in their order. */
  async models(options: CallOptions = {}): Promise<Model[]> {
    return (await unwrap(this.api.GET("/api/model", this.#http.calling(options)))).items;
  }

  /** Returns what each model was used for, by day (UTC); by default in the last 30 days. */
  usage({ since, until, ...options }: UsageOptions = {}): Promise<UsageOfModels> {
    const query = {
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    };
    const call = { params: { query }, ...this.#http.calling(options) };
    return unwrap(this.api.GET("/api/model/usage", call));
  }

  /** Returns whether the server can answer questions. One that cannot says why. */
  async health(options: CallOptions = {}): Promise<Health> {
    const call = this.#http.calling({ retry: never, ...options });
    const { data, error, response } = await this.api.GET("/api/health", call);
    const health: unknown = data ?? error;
    return isHealth(health) ? health : unwrap(Promise.resolve({ error, response }));
  }
}

function eventsOf(messageId: string) {
  const path = "/api/chat/{message_id}/events";
  return { method: "GET", path, ids: { message_id: messageId } } as const;
}

function isHealth(value: unknown): value is Health {
  return typeof value === "object" && value !== null && "embedding_service" in value;
}
