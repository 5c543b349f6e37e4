/** Splits a body into server-sent events. */

export interface EventMessage {
  /** The number of the event; 0 if it has none. */
  id: number;
  data: string;
}

/** Yields the events of a body. Comments are left out, and so is an event that is cut off. */
export async function* eventMessages(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<EventMessage> {
  const decoder = new TextDecoder();
  let rest = "";
  let id = 0;
  let data: string[] = [];
  for await (const piece of pieces) {
    // other characters that end a line for some, such as U+2028, end none here
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const ended of lines) {
      const line = ended.replace(/\r$/, "");
      const [, name, value = ""] = /^(\w+)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (name === "id") id = Number(value);
      else if (name === "data") data.push(value);
      else if (line === "" && data.length > 0) {
        yield { id, data: data.join("\n") };
        data = [];
      }
    }
  }
}
