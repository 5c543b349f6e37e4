/** Sends requests, and again where that may help. */

import createClient, { type Client } from "openapi-fetch";
import { QuothError, RequestRefused } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { type Failure, pause, type RetryPolicy, retries } from "./retries.ts";
import type { paths } from "./schema.ts";

/** What can be said of each call. */
export interface CallOptions {
  /** Gives the call up when it is aborted. */
  signal?: AbortSignal | undefined;
  /** The longest silence of the server, in milliseconds. */
  timeout?: number | undefined;
  retry?: RetryPolicy | undefined;
}

export interface Options {
  /** The address of the server, such as `https://docs.example`. */
  server: string;
  /** Sent as `Authorization: Bearer`. */
  key?: string | undefined;
  /** Sent with each request. */
  headers?: Record<string, string> | undefined;
  /** How requests are sent; by default by the platform's `fetch`. */
  fetch?: typeof fetch | undefined;
  /** The longest silence of the server, in milliseconds; 60,000 by default. */
  timeout?: number | undefined;
  /** When a request is sent again; by default `retries()`. */
  retry?: RetryPolicy | undefined;
}

type Path = keyof paths;
type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>;

/** A request that is not JSON, or whose response is not. */
export interface RawRequest {
  method: "GET" | "POST" | "PUT";
  path: Path;
  ids?: Record<string, string>;
  query?: Query;
  headers?: Record<string, string>;
  body?: FormData | string;
}

const TIMEOUT_MS = 60_000;

export class Http {
  /** The whole API. Its calls are sent by `fetch` of `calling`. */
  readonly api: Client<paths>;
  readonly #server: string;
  readonly #headers: Record<string, string>;
  readonly #options: Options;
  readonly #retry = retries();

  constructor(options: Options) {
    this.#options = options;
    this.#server = options.server.replace(/\/+$/, "");
    this.#headers = {
      ...options.headers,
      ...(options.key !== undefined && { Authorization: `Bearer ${options.key}` }),
    };
    this.api = createClient<paths>({
      baseUrl: this.#server,
      headers: this.#headers,
      ...this.calling(),
    });
  }

  /** Returns the options of a call of `api`. */
  calling(options: CallOptions = {}, repeatable?: boolean) {
    return {
      signal: options.signal ?? null,
      fetch: (request: Request): Promise<Response> => {
        const twice = repeatable ?? isRepeatable(request.method, request.headers);
        const { signal } = request; // may be given to the call itself
        const call = { ...options, signal };
        return this.#send(() => this.#open(request.clone(), {}, call), call, twice);
      },
    };
  }

  /** Sends a request, and returns the successful response. Throws `QuothError`. */
  async send(request: RawRequest, options: CallOptions): Promise<Response> {
    const twice = isRepeatable(request.method, new Headers(request.headers));
    const response = await this.#send(() => this.open(request, options), options, twice);
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  /** Sends a request once. */
  open(request: RawRequest, options: CallOptions): Promise<Exchange> {
    const { method, path, ids, query, headers, body } = request;
    const init = { method, headers: { ...this.#headers, ...headers }, body: body ?? null };
    return this.#open(`${this.#server}${addressOf(path, ids, query)}`, init, options);
  }

  /** Returns how long to wait before another attempt, in milliseconds; null for none. */
  waitAfter(failure: Failure, options: CallOptions): number | null {
    return (options.retry ?? this.#options.retry ?? this.#retry)(failure);
  }

  #open(input: Request | string, init: RequestInit, options: CallOptions): Promise<Exchange> {
    const timeout = options.timeout ?? this.#options.timeout ?? TIMEOUT_MS;
    // looked up late, so that a page may replace it
    const send = this.#options.fetch ?? globalThis.fetch;
    return Exchange.open(send, input, init, { signal: options.signal, timeout });
  }

  /** Returns the last response, also one that is no success. */
  async #send(
    open: () => Promise<Exchange>,
    options: CallOptions,
    repeatable: boolean,
  ): Promise<Response> {
    for (let attempt = 0; ; attempt += 1) {
      let refused: Response | null = null;
      let error: QuothError;
      try {
        const response = await (await open()).whole();
        if (response.ok) return response;
        refused = response;
        error = await refusalOf(response.clone());
      } catch (cause) {
        if (!(cause instanceof QuothError)) throw cause;
        error = cause;
      }
      const wait = this.waitAfter({ error, attempt, repeatable }, options);
      if (wait !== null) await pause(wait, options.signal);
      else if (refused !== null) return refused;
      else throw error;
    }
  }
}

/** Returns the data of a call of `api`. Throws `QuothError`. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new RequestRefused(error, response);
  return data as T;
}

/** Reads the error from a response that is no success. */
export async function refusalOf(response: Response): Promise<RequestRefused> {
  return new RequestRefused(await response.json().catch(() => null), response);
}

/** Returns the path of a route, with the slash at its end that the server prefers. */
export function addressOf(path: Path, ids: Record<string, string> = {}, query: Query = {}): string {
  const named = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(ids[name] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
  }
  return `${named}/${search.size > 0 ? `?${search}` : ""}`;
}

/** Whether sending a request twice does no more than sending it once. */
function isRepeatable(method: string, headers: Headers): boolean {
  // a second DELETE would be told that there is nothing
  return (method !== "POST" && method !== "DELETE") || headers.has("Idempotency-Key");
}
