import { type CallOptions, type Http, unwrap } from "./http.ts";
import { PAGE, pages } from "./pages.ts";
import type { Conversation, Session, SessionCreated } from "./types.ts";

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

  /** Yields sessions, newest first; with `query`, those that contain this text. */
  list({ query, ...options }: { query?: string } & CallOptions = {}): AsyncGenerator<Session> {
    return pages((cursor) => {
      const params = { query: { limit: PAGE, ...cursor, ...(query !== undefined && { query }) } };
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
    const params = { path: { session_id: sessionId } };
    const call = { params, body: { title }, ...this.#http.calling(options) };
    return unwrap(this.#http.api.PATCH("/api/session/{session_id}", call));
  }

  /** Deletes a session and its messages. */
  async delete(sessionId: string, options: CallOptions = {}): Promise<void> {
    const params = { path: { session_id: sessionId } };
    const call = { params, ...this.#http.calling(options) };
    await unwrap(this.#http.api.DELETE("/api/session/{session_id}", call));
  }
}
