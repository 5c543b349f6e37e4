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
    const character = value[index];
    const reference = source[at] === "&" ? referenceAt(source, at) : "";
    if (reference !== "" && !value.startsWith(reference, index)) {
      places[index] = at;
      // a character beyond the basic plane has two units, both of one reference
      if (isHighSurrogate(value, index)) {
        index += 1;
        places[index] = at;
      }
      at += reference.length;
      continue;
    }
    while (at < end && source[at] !== character) at += 1;
    places[index] = Math.min(at, end);
    at += 1;
  }
  places[value.length] = Math.min(at, end);
  return places;
}

function referenceAt(source: string, at: number): string {
  return REFERENCE.exec(source.slice(at, at + LONGEST_REFERENCE))?.[0] ?? "";
}

function isHighSurrogate(value: string, index: number): boolean {
  return (value.codePointAt(index) ?? 0) > 0xffff;
}
