import { toIndex } from "@quoth/client";
import type { Citation, Source } from "@/api/types";
import { type Place, placeOfCitation, placeOfSource } from "@/lib/place";
import { placeName } from "@/lib/placeName";
import styles from "./AnswerSources.module.css";
import type { Answer } from "./answer";
import { PlaceName } from "./PlaceName";
import { excerptOf, firstQuoted } from "./reading";

interface Props {
  answer: Answer;
  onOpen(place: Place): void;
}

/** The sources of an answer, or the nearest passages of an abstention, with links to them. */
export function AnswerSources({ answer, onOpen }: Props) {
  const { sources, finishReason } = answer;
  if (sources.length === 0) return null;
  if (finishReason === "abstained") {
    return (
      <div className={styles.sources}>
        <p className={styles.title}>Nearest passages</p>
        <SourceList label="Nearest passages" sources={sources} onOpen={onOpen} withSimilarity />
      </div>
    );
  }

  const named = new Set([...answer.markers, ...answer.citations].map((each) => each.source_id));
  const cited = sources.filter(({ source_id }) => named.has(source_id));
  const others = sources.filter(({ source_id }) => !named.has(source_id));
  return (
    <div className={styles.sources}>
      {cited.length > 0 && <p className={styles.title}>Sources</p>}
      <SourceList label="Sources" sources={cited} citations={answer.citations} onOpen={onOpen} />
      {others.length > 0 && (
        <details>
          <summary className={styles.summary}>
            {others.length === 1
              ? "1 more passage was read"
              : `${others.length} more passages were read`}
          </summary>
          <SourceList label="Other passages" sources={others} onOpen={onOpen} />
        </details>
      )}
    </div>
  );
}

function nameOf({ gone }: Source): string {
  return gone ? "Read passage of deleted source" : "Open source";
}

interface ListProps {
  label: string;
  sources: readonly Source[];
  citations?: readonly Citation[];
  onOpen(place: Place): void;
  withSimilarity?: boolean;
}

function SourceList({ label, sources, citations = [], ...options }: ListProps) {
  if (sources.length === 0) return null;
  return (
    <ol className={styles.list} aria-label={label}>
      {sources.map((source) => (
        <SourceEntry
          key={source.source_id}
          source={source}
          quoted={firstQuoted(source, citations)}
          {...options}
        />
      ))}
    </ol>
  );
}

interface EntryProps extends Pick<ListProps, "onOpen" | "withSimilarity"> {
  source: Source;
  /** The words that are quoted from it; undefined if none are. */
  quoted: Citation | undefined;
}

function SourceEntry({ source, quoted, onOpen, withSimilarity = false }: EntryProps) {
  const shown = quoted ?? source;
  return (
    <li className={styles.source}>
      <span className={styles.number} aria-hidden="true">
        {source.source_id}
      </span>
      <div className={styles.passage}>
        <p className={styles.filename}>
          <PlaceName quoted={shown} />
          {source.gone && " "}
          {source.gone && <span className={styles.gone}>Deleted since</span>}
          {withSimilarity && " "}
          {withSimilarity && (
            <span className={styles.similarity}>Similarity {source.similarity.toFixed(2)}</span>
          )}
        </p>
        <p className={styles.excerpt} dir="auto">
          {excerptOf(quoted ? from(source, quoted) : source.content)}
        </p>
      </div>
      <button
        type="button"
        className={styles.open}
        aria-label={`${nameOf(source)} ${source.source_id}: ${placeName(shown)}`}
        onClick={() => onOpen(quoted ? placeOfCitation(quoted, source) : placeOfSource(source))}
      >
        {source.gone ? "Read" : "Open"}
      </button>
    </li>
  );
}

/** Returns what a source says from the quoted words on. */
function from({ content, char_start }: Source, quoted: Citation): string {
  const at = toIndex(content, quoted.char_start - char_start);
  return content.startsWith(quoted.cited_text, at) ? content.slice(at) : quoted.cited_text;
}
