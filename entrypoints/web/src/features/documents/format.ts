/** Formats sizes and durations. */

import { t } from "@/words";
import { number } from "@/words/format";

/** Formats a size, such as "1.4 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return t.uploads.bytes(bytes);
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${number(size, { maximumFractionDigits: size < 10 ? 1 : 0 })} ${unit}`;
}

/** Formats a duration, such as "42 s" and "3 min 5 s". */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${number(seconds)} s`;
  return `${number(Math.floor(seconds / 60))} min ${number(seconds % 60)} s`;
}
