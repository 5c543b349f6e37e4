import { useId } from "react";
import type { Timings as Measured } from "@/api/types";
import { t } from "@/words/all";
import styles from "./Timings.module.css";
import { inWords, timeline } from "./timeline";

/** The timings of an answer, as a bar and as a table. */
export function Timings({ timings }: { timings: Measured }) {
  const heading = useId();
  const segments = timeline(timings);
  const total = segments.at(-1)?.end ?? 0;
  return (
    <section className={styles.timings} aria-labelledby={heading}>
      <h3 id={heading}>{t.retrieval.time}</h3>
      {segments.length === 0 ? (
        <p className={styles.unknown}>{t.retrieval.noTimings}</p>
      ) : (
        <>
          <svg
            className={styles.bar}
            viewBox={`0 0 ${total} 1`}
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            {segments.map(({ stage, start, end }) => (
              <rect
                key={stage}
                className={styles[stage]}
                x={start}
                width={end - start}
                height="1"
              />
            ))}
          </svg>
          <table className={styles.figures}>
            <tbody>
              {segments.map(({ stage, start, end }) => (
                <tr key={stage}>
                  <th scope="row">
                    <svg className={styles.key} viewBox="0 0 1 1" aria-hidden="true">
                      <rect className={styles[stage]} width="1" height="1" />
                    </svg>
                    {t.retrieval.timings[stage]}
                  </th>
                  <td>{inWords(end - start)}</td>
                </tr>
              ))}
              <tr className={styles.total}>
                <th scope="row">{t.retrieval.total}</th>
                <td>{inWords(total)}</td>
              </tr>
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
