import { type CallOptions, type Http, unwrap } from "./http.ts";
import { PAGE, pages } from "./pages.ts";
import type { Conversation, ListedSession, Session, SessionCreated } from "./types.ts";

/** The conversations. */
export class Sessions {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  create(options: CallOptions = {}): Promise<SessionCreated> {
    // sent twice, it leaves an empty session, which nobody sees
    const call = this.#http.calling(options, true);
    return unwrap(this.#http.api.POST("/api/session/create", call));
  }

  /**
   * Yields sessions, newest first; with `query`, those that contain this text, and where; with
   * `pinned`, those that are pinned, or that are not.
   */
  list({
    query,
    pinned,
    ...options
  }: { query?: string; pinned?: boolean } & CallOptions = {}): AsyncGenerator<ListedSession> {
    return pages((cursor) => {
      const chosen = {
        ...(query !== undefined && { query }),
        ...(pinned !== undefined && { pinned }),
      };
      const params = { query: { limit: PAGE, ...cursor, ...chosen } };
      const { api } = this.#http;
      return unwrap(api.GET("/api/session", { params, ...this.#http.calling(options) }));
    });
  }

  /** Returns a session with its newest messages, or with those before a cursor. */
  get(
    sessionId: string,
    { cursor, limit, ...options }: { cursor?: string; limit?: number } & CallOptions = {},
  ): Promise<Conversation> {
    const query = {
      ...(cursor !== undefined && { cursor }),
      ...(limit !== undefined && { limit }),
    };
    const params = { path: { session_id: sessionId }, query };
    const call = { params, ...this.#http.calling(options) };
    return unwrap(this.#http.api.GET("/api/session/{session_id}", call));
  }

  rename(sessionId: string, title: string, options: CallOptions = {}): Promise<Session> {
    return this.#change(sessionId, { title }, options);
  }

  /** Pins a session, so that it is shown before the others, or unpins it. */
  pin(sessionId: string, pinned = true, options: CallOptions = {}): Promise<Session> {
    return this.#change(sessionId, { pinned }, options);
  }

  #change(
    sessionId: string,
    body: { title?: string; pinned?: boolean },
    options: CallOptions,
  ): Promise<Session> {
    const params = { path: { session_id: sessionId } };
    const call = { params, body, ...this.#http.calling(options) };
    return unwrap(this.#http.api.PATCH("/api/session/{session_id}", call));
  }

  /** Deletes a session and its messages. */
  async delete(sessionId: string, options: CallOptions = {}): Promise<void> {
    const params = { path: { session_id: sessionId } };
    const call = { params, ...this.#http.calling(options) };
    await unwrap(this.#http.api.DELETE("/api/session/{session_id}", call));
  }
}
