import { moment } from "@/words/format";

/** A time, to the minute, such as "Mar 12, 2026, 9:05 AM". */
export function Moment({ time }: { time: string }) {
  const shown = moment(time);
  return <time dateTime={time}>{shown}</time>;
}
