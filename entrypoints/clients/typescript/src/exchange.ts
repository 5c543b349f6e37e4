/** One request and its response, which ends when nothing comes for too long. */

import { ConnectionFailed } from "./errors.ts";

export interface Limits {
  /** Ends the request when it is aborted. */
  signal: AbortSignal | undefined;
  /** The longest silence, in milliseconds. */
  timeout: number;
}

export class Exchange {
  readonly response: Response;
  readonly #silence: Silence;

  private constructor(response: Response, silence: Silence) {
    this.response = response;
    this.#silence = silence;
  }

  /** Sends a request. Throws `ConnectionFailed`, or the reason of the caller's signal. */
  static async open(
    send: typeof fetch,
    input: Request | string,
    init: RequestInit,
    limits: Limits,
  ): Promise<Exchange> {
    const silence = new Silence(limits);
    try {
      const sent = send(input, { ...init, signal: silence.signal });
      return new Exchange(await silence.orEnd(sent), silence);
    } catch (cause) {
      silence.end();
      throw silence.failure(cause, false);
    }
  }

  /** Yields the body. Errors are those of `open`. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    const reader = this.response.body?.getReader();
    try {
      while (reader !== undefined) {
        this.#silence.restart();
        const { value, done } = await this.#silence.orEnd(reader.read());
        if (done) return;
        yield value;
      }
    } catch (cause) {
      throw this.#silence.failure(cause, true);
    } finally {
      this.#silence.end();
      reader?.cancel().catch(() => undefined);
    }
  }

  /** Returns the response with its whole body. Errors are those of `open`. */
  async whole(): Promise<Response> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.pieces()) pieces.push(piece);
    const { status, statusText, headers } = this.response;
    // a response such as 204 may not be given a body, not even an empty one
    const body = pieces.length > 0 ? joined(pieces) : null;
    return new Response(body, { status, statusText, headers });
  }

  /** Gives up what was not read. */
  close(): void {
    this.#silence.end();
    if (!this.response.bodyUsed) this.response.body?.cancel().catch(() => undefined);
  }
}

/** Waits for a server, until it has been silent for too long or the caller gives up. */
class Silence {
  readonly #limits: Limits;
  readonly #controller = new AbortController();
  readonly #ended: Promise<never>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#ended = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason));
    });
    this.#ended.catch(() => undefined);
    if (limits.signal?.aborted) this.#giveUp();
    else limits.signal?.addEventListener("abort", this.#giveUp);
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Settles as the promise does, or rejects when it takes too long. */
  orEnd<T>(promise: Promise<T>): Promise<T> {
    // not every implementation of `fetch` minds its signal
    return Promise.race([promise, this.#ended]);
  }

  restart(): void {
    clearTimeout(this.#timer);
    if (!Number.isFinite(this.#limits.timeout)) return;
    this.#timer = setTimeout(() => {
      this.#controller.abort(new DOMException("Nothing was received.", "TimeoutError"));
    }, this.#limits.timeout);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#limits.signal?.removeEventListener("abort", this.#giveUp);
  }

  failure(cause: unknown, responded: boolean): unknown {
    const given = this.#limits.signal;
    return given?.aborted ? given.reason : new ConnectionFailed(responded, cause);
  }

  readonly #giveUp = () => this.#controller.abort(this.#limits.signal?.reason);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}
