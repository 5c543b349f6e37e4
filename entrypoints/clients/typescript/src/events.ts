/** Reads a stream of events across connections: none is lost, and none comes twice. */

import { ConnectionFailed, QuothError, ResponseNotUnderstood } from "./errors.ts";
import { eventMessages } from "./eventMessages.ts";
import { type CallOptions, type Http, type RawRequest, refusalOf } from "./http.ts";
import { pause } from "./retries.ts";
import type { Numbered } from "./types.ts";

interface Tagged {
  type: string;
}

export interface Stream<Event> {
  /** The request that starts it. */
  first: RawRequest;
  /** The number of the last event that the caller has. */
  after: number;
  /** Whether the numbers of the events have no gaps. */
  gapless: boolean;
  /** The types of which one ends the stream. */
  last: readonly string[];
  /** Returns the request for the rest of the stream, once an event tells it. */
  rest?(event: Event): RawRequest | null;
}

/** Yields the events after `after`. Throws `QuothError`, or the reason of the caller's signal. */
export async function* events<Event extends Tagged>(
  http: Http,
  stream: Stream<Event>,
  options: CallOptions,
): AsyncGenerator<Numbered<Event>> {
  let request = stream.first;
  let seen = stream.after;
  for (let attempt = 0; ; attempt += 1) {
    let error: QuothError;
    try {
      for await (const event of connection<Event>(http, request, seen, options)) {
        if (stream.gapless && event.id <= seen) continue;
        if (stream.gapless && event.id > seen + 1) throw new ConnectionFailed(true);
        seen = event.id;
        attempt = 0;
        request = stream.rest?.(event) ?? request;
        yield event;
        if (stream.last.includes(event.type)) return;
      }
      error = new ConnectionFailed(true); // it ended without its last event
    } catch (cause) {
      if (!(cause instanceof QuothError)) throw cause;
      error = cause;
    }
    const wait = http.waitAfter({ error, attempt, repeatable: true }, options);
    if (wait === null) throw error;
    await pause(wait, options.signal);
  }
}

/** Yields the events that come over one connection. */
async function* connection<Event extends Tagged>(
  http: Http,
  request: RawRequest,
  after: number,
  options: CallOptions,
): AsyncGenerator<Numbered<Event>> {
  const headers = { ...request.headers };
  if (request.method === "GET") headers["Last-Event-ID"] = String(after);
  const exchange = await http.open({ ...request, headers }, options);
  try {
    const { response } = exchange;
    if (!response.ok) throw await refusalOf(await exchange.whole());
    if (!response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      throw new ResponseNotUnderstood("The response is no stream of events: check the address.");
    }
    for await (const { id, data } of eventMessages(exchange.pieces())) {
      yield { ...parsed<Event>(data), id };
    }
  } finally {
    exchange.close();
  }
}

function parsed<Event>(data: string): Event {
  try {
    return JSON.parse(data) as Event;
  } catch {
    throw new ResponseNotUnderstood("An event of the stream is not Quoth's: check the address.");
  }
}
