import { useQuery } from "@tanstack/react-query";
import type { Retrieval } from "@/api/types";
import type { Place } from "@/lib/place";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import styles from "./LookInside.module.css";
import { PassagesTable } from "./PassagesTable";
import { howSure, percent, retrievalQuery, whyNone } from "./retrieval";
import { Timings } from "./Timings";

interface Props {
  messageId: string;
  /** The question in the user's words, to show if it was rewritten for the search. */
  asked?: string | undefined;
  onOpen(place: Place): void;
}

/** The retrieval behind an answer: the query, the passages found, and what became of them. */
export function LookInside({ messageId, asked, onOpen }: Props) {
  const { data, error, refetch } = useQuery(retrievalQuery(messageId));
  if (data) return <Inside retrieval={data} asked={asked} onOpen={onOpen} />;
  if (error) {
    return (
      <Notice kind="error" actions={<Button onClick={() => void refetch()}>Try again</Button>}>
        {error.message}
      </Notice>
    );
  }
  return (
    <p role="status">
      <Spinner /> Looking inside…
    </p>
  );
}

interface InsideProps {
  retrieval: Retrieval;
  asked: string | undefined;
  onOpen(place: Place): void;
}

function Inside({ retrieval, asked, onOpen }: InsideProps) {
  const { question, confidence, passages, timings } = retrieval;
  const fromMemory = retrieval.cached && timings.search === null;
  return (
    <div className={styles.inside}>
      {fromMemory && (
        <Notice>
          This answer came from memory: no search was run this time. What stands here is how its
          sources were found when it was first written.
        </Notice>
      )}
      <section className={styles.part}>
        <h3>What was searched</h3>
        <p className={styles.question}>{question ?? "The question is still being prepared."}</p>
        {question !== null && asked !== undefined && question.trim() !== asked.trim() && (
          <p className={styles.note}>
            Put in other words, to be understood without the conversation. You asked: {`“${asked}”`}
          </p>
        )}
      </section>
      {confidence !== null && (
        <section className={styles.part}>
          <h3>Confidence</h3>
          <p>
            <strong className={styles.share}>{percent(confidence)}</strong> {howSure(confidence)}
          </p>
        </section>
      )}
      <section className={styles.part}>
        <h3>Passages</h3>
        {passages.length === 0 ? (
          <p className={styles.note}>{whyNone(retrieval)}</p>
        ) : (
          <>
            <PassagesTable passages={passages} onOpen={onOpen} />
            <Columns />
          </>
        )}
      </section>
      <Timings timings={timings} />
    </div>
  );
}

function Columns() {
  return (
    <details className={styles.columns}>
      <summary>What the columns mean</summary>
      <p>Each column shows a passage's rank in one stage, and below it the score of that stage.</p>
      <dl>
        <dt>Place</dt>
        <dd>Where the passage stood in the end.</dd>
        <dt>By meaning</dt>
        <dd>How near the passage is to the question, whatever words it uses: 1 at the most.</dd>
        <dt>By words</dt>
        <dd>
          How many of the question's words it holds; a rare word counts more than a common one.
        </dd>
        <dt>Both</dt>
        <dd>Meaning and words put together.</dd>
        <dt>Reranker</dt>
        <dd>A second model that reads question and passage side by side, if one is set up.</dd>
      </dl>
    </details>
  );
}
