/** Values of the server in words. */

import { t } from "@/words/all";
import { number } from "@/words/format";

const UNITS = ["KiB", "MiB", "GiB", "TiB"];

/** Formats a size, such as "100 MiB". */
export function bytesInWords(bytes: number): string {
  if (bytes < 1024) return t.uploads.bytes(bytes);
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length);
  const size = bytes / 1024 ** power;
  return `${number(size, { maximumFractionDigits: size < 10 ? 1 : 0 })} ${UNITS[power - 1]}`;
}

/** Formats a time, such as "1 hour" and "90 seconds". */
export function secondsInWords(seconds: number): string {
  if (seconds % 3_600 === 0) return t.settings.hours(seconds / 3_600);
  if (seconds % 60 === 0) return t.settings.minutes(seconds / 60);
  return t.settings.seconds(seconds);
}
