/** Formats sizes, dates, counts and durations. */

/** Formats a size, such as "1.4 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, "KB"] : [bytes / 1_000_000, "MB"];
  return `${size.toLocaleString("en", { maximumFractionDigits: size < 10 ? 1 : 0 })} ${unit}`;
}

/** Formats a date, such as "Mar 12, 2026". */
export function dateInWords(time: string): string {
  return new Date(time).toLocaleDateString("en", { dateStyle: "medium" });
}

/** Formats a number with its noun, such as "1 chunk" and "2,000 chunks". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** Formats a duration, such as "42 s" and "3 min 5 s". */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
