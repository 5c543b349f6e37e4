/** The API counts offsets in Unicode code points; JavaScript strings count UTF-16 units. */

const ASTRAL = /[\u{10000}-\u{10FFFF}]/u;

/** Returns the UTF-16 index of the code point at `offset`, or the length of a shorter text. */
export function toIndex(text: string, offset: number): number {
  if (!ASTRAL.test(text)) return Math.min(offset, text.length);
  let index = 0;
  for (let passed = 0; passed < offset && index < text.length; passed += 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return index;
}

/** Returns the number of code points in a text. */
export function codePointLength(text: string): number {
  if (!ASTRAL.test(text)) return text.length;
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Returns `text[start:end]` in code points. */
export function sliceByCodePoints(text: string, start: number, end: number): string {
  const from = toIndex(text, start);
  return text.slice(from, from + toIndex(text.slice(from), end - start));
}
