/** Finds the characters of rendered words in the Markdown that they were written in. */

const REFERENCE = /^&(?:#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[A-Za-z][A-Za-z0-9]{0,31});/;
const LONGEST_REFERENCE = 34;

/**
 * Returns for each character of `value` its index in `source` between `start` and `end`, and as the
 * last entry where the words end.
 *
 * The source has the same characters in the same order, and others between them that are not
 * shown: backslashes, the marks of a quotation at the start of a line, and character references,
 * each of which stands for one character.
 */
export function alignedTo(value: string, source: string, start: number, end: number): Uint32Array {
  const places = new Uint32Array(value.length + 1);
  let at = start;
  for (let index = 0; index < value.length; index += 1) {
    const found = nextOf(value, index, source, at, end);
    places[index] = Math.min(found.at, end);
    // a character beyond the basic plane has two units, both of one reference
    if (found.isReference && isHighSurrogate(value, index)) {
      index += 1;
      places[index] = Math.min(found.at, end);
    }
    at = found.at + found.length;
  }
  places[value.length] = Math.min(at, end);
  return places;
}

/** Returns where a character of the value is written from an index on; nothing if it is not. */
function nextOf(value: string, index: number, source: string, from: number, end: number) {
  for (let at = from; at < end; at += 1) {
    const reference = source[at] === "&" ? referenceAt(source, at) : "";
    if (reference !== "" && !value.startsWith(reference, index)) {
      return { at, length: reference.length, isReference: true };
    }
    if (shownFor(source[at]) === value[index]) return { at, length: 1, isReference: false };
  }
  // some references stand for two characters
  return { at: from, length: 0, isReference: false };
}

function referenceAt(source: string, at: number): string {
  return REFERENCE.exec(source.slice(at, at + LONGEST_REFERENCE))?.[0] ?? "";
}

/** Returns what a character is drawn as: the parser would skip a byte order mark. */
function shownFor(character: string | undefined): string | undefined {
  return character === "\uFEFF" ? "\u200B" : character;
}

function isHighSurrogate(value: string, index: number): boolean {
  return (value.codePointAt(index) ?? 0) > 0xffff;
}
