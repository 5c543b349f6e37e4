/** A time, to the minute, such as "Mar 12, 2026, 9:05 AM". */
export function Moment({ time }: { time: string }) {
  const shown = new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
  return <time dateTime={time}>{shown}</time>;
}
