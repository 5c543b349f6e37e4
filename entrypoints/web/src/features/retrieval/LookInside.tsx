import { useQuery } from "@tanstack/react-query";
import type { Retrieval, Source } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { isolated } from "@/lib/isolated";
import type { Place } from "@/lib/place";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
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
  /** The sources of the answer, whose words are stored with it. */
  sources?: readonly Source[];
  onOpen(place: Place): void;
}

const NO_NUMBERS: ReadonlyMap<number, number> = new Map();
const NO_SOURCES: readonly Source[] = [];

/** The retrieval behind an answer: the query, the passages found, and what became of them. */
export function LookInside({ messageId, asked, ...answer }: Props) {
  const { numbers = NO_NUMBERS, sources = NO_SOURCES, onOpen } = answer;
  const { data, error, refetch } = useQuery(retrievalQuery(messageId));
  if (data) return <Inside retrieval={data} {...{ asked, numbers, sources, onOpen }} />;
  if (error) {
    return (
      <Notice
        kind="error"
        actions={<Button onClick={() => void refetch()}>{t.common.tryAgain}</Button>}
      >
        {errorInWords(error)}
      </Notice>
    );
  }
  return (
    <p role="status">
      <Spinner /> {t.retrieval.loading}
    </p>
  );
}

interface InsideProps {
  retrieval: Retrieval;
  asked: string | undefined;
  numbers: ReadonlyMap<number, number>;
  sources: readonly Source[];
  onOpen(place: Place): void;
}

function Inside({ retrieval, asked, ...answer }: InsideProps) {
  const { question, query, confidence, passages, timings } = retrieval;
  const fromMemory = retrieval.cached && timings.search === null;
  return (
    <div className={styles.inside}>
      {fromMemory && <Notice>{t.retrieval.fromCache}</Notice>}
      <section className={styles.part}>
        <h3>{t.retrieval.query}</h3>
        <p className={styles.question} dir="auto">
          {question ?? t.retrieval.queryNotReady}
        </p>
        {question !== null && asked !== undefined && question.trim() !== asked.trim() && (
          <p className={styles.note}>{t.retrieval.reworded(isolated(asked))}</p>
        )}
        {query && <Syntax query={query} />}
      </section>
      {confidence !== null && (
        <section className={styles.part}>
          <h3>{t.retrieval.confidence}</h3>
          <p>
            <strong className={styles.share}>{percent(confidence)}</strong> {howSure(confidence)}
          </p>
        </section>
      )}
      <section className={styles.part}>
        <h3>{t.common.passages}</h3>
        {passages.length === 0 ? (
          <p className={styles.note}>{whyNone(retrieval)}</p>
        ) : (
          <>
            <PassageCards passages={passages} {...answer} />
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
          {found
            ? t.retrieval.phraseFound(isolated(text))
            : t.retrieval.phraseNotFound(isolated(text))}
        </p>
      ))}
      {query.excluded.map((text) => (
        <p key={text} className={styles.note}>
          {t.retrieval.excluded(isolated(text))}
        </p>
      ))}
    </>
  );
}

function Scores() {
  return (
    <details className={styles.columns}>
      <summary>{t.retrieval.scoresExplained}</summary>
      <p>{t.retrieval.scoresDetails}</p>
      <dl>
        <dt>{t.retrieval.stages.vector}</dt>
        <dd>{t.retrieval.stagesExplained.vector}</dd>
        <dt>{t.retrieval.stages.text}</dt>
        <dd>{t.retrieval.stagesExplained.text}</dd>
        <dt>{t.retrieval.stages.fusion}</dt>
        <dd>{t.retrieval.stagesExplained.fusion}</dd>
        <dt>{t.retrieval.stages.reranker}</dt>
        <dd>{t.retrieval.stagesExplained.reranker}</dd>
      </dl>
    </details>
  );
}
