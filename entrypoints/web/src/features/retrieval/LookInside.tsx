import { useQuery } from "@tanstack/react-query";
import type { Retrieval } from "@/api/types";
import { isolated } from "@/lib/isolated";
import type { Place } from "@/lib/place";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import styles from "./LookInside.module.css";
import { PassageCards } from "./PassageCards";
import { howSure, percent, retrievalQuery, whyNone } from "./retrieval";
import { Timings } from "./Timings";

interface Props {
  messageId: string;
  /** The question in the user's words, to show if it was rewritten for the search. */
  asked?: string | undefined;
  /** The numbers of the sources in the answer. */
  numbers?: ReadonlyMap<number, number>;
  onOpen(place: Place): void;
}

const NO_NUMBERS: ReadonlyMap<number, number> = new Map();

/** The retrieval behind an answer: the query, the passages found, and what became of them. */
export function LookInside({ messageId, asked, numbers = NO_NUMBERS, onOpen }: Props) {
  const { data, error, refetch } = useQuery(retrievalQuery(messageId));
  if (data) return <Inside retrieval={data} asked={asked} numbers={numbers} onOpen={onOpen} />;
  if (error) {
    return (
      <Notice kind="error" actions={<Button onClick={() => void refetch()}>Try again</Button>}>
        {error.message}
      </Notice>
    );
  }
  return (
    <p role="status">
      <Spinner /> Loading the search…
    </p>
  );
}

interface InsideProps {
  retrieval: Retrieval;
  asked: string | undefined;
  numbers: ReadonlyMap<number, number>;
  onOpen(place: Place): void;
}

function Inside({ retrieval, asked, numbers, onOpen }: InsideProps) {
  const { question, query, confidence, passages, timings } = retrieval;
  const fromMemory = retrieval.cached && timings.search === null;
  return (
    <div className={styles.inside}>
      {fromMemory && (
        <Notice>
          This answer was cached, so no search was run this time. Below is the search from when the
          answer was written.
        </Notice>
      )}
      <section className={styles.part}>
        <h3>Search query</h3>
        <p className={styles.question} dir="auto">
          {question ?? "The query is not ready yet."}
        </p>
        {question !== null && asked !== undefined && question.trim() !== asked.trim() && (
          <p className={styles.note}>
            Reworded to make sense without the conversation. You asked: {`“${isolated(asked)}”`}
          </p>
        )}
        {query && <Syntax query={query} />}
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
            <PassageCards passages={passages} numbers={numbers} onOpen={onOpen} />
            <Scores />
          </>
        )}
      </section>
      <Timings timings={timings} />
    </div>
  );
}

/** What quotation marks and dashes in the query asked for, and what came of it. */
function Syntax({ query }: { query: NonNullable<Retrieval["query"]> }) {
  return (
    <>
      {query.phrases.map(({ text, found }) => (
        <p key={text} className={styles.note}>
          Phrase {`“${isolated(text)}”`}:{" "}
          {found ? "found word for word." : "not found, so its words were searched for."}
        </p>
      ))}
      {query.excluded.map((text) => (
        <p key={text} className={styles.note}>
          Left out: passages with {`“${isolated(text)}”`}.
        </p>
      ))}
    </>
  );
}

function Scores() {
  return (
    <details className={styles.columns}>
      <summary>What the scores mean</summary>
      <p>
        Each line is a stage of the search, with the passage's rank in it. The longer the bar, the
        nearer it comes to the best passage.
      </p>
      <dl>
        <dt>By meaning</dt>
        <dd>How close the passage is to the question in meaning, whatever its words. At most 1.</dd>
        <dt>By words</dt>
        <dd>
          How many of the question's words it contains. A rare word counts more than a common one.
        </dd>
        <dt>Both</dt>
        <dd>Meaning and words combined, with the words that the document's name contains.</dd>
        <dt>Reranker</dt>
        <dd>A second model that reads the question together with the passage, if one is set up.</dd>
      </dl>
    </details>
  );
}
