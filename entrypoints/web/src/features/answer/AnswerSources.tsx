import { useState } from "react";
import type { Citation, Source } from "@/api/types";
import { excerptOf } from "@/lib/excerpt";
import { type Place, placeOfCitation, placeOfSource } from "@/lib/place";
import { placeName, placeWithin } from "@/lib/placeName";
import { StoredText } from "@/ui/StoredText";
import { t } from "@/words";
import styles from "./AnswerSources.module.css";
import type { Answer } from "./answer";
import { quoteInContext } from "./quoteInContext";
import { byDocument, numbered, quotedFrom } from "./sourceGroups";
import { type SourceNumbers, sourceNumbers } from "./sourceNumbers";

interface Props {
  answer: Answer;
  /** Whether its sources are shown unless the reader closes them. */
  isNewest: boolean;
  onOpen(place: Place): void;
}

const NO_NUMBERS: SourceNumbers = new Map();

/** The sources of an answer with the words that it quotes, by document. */
export function AnswerSources({ answer, isNewest, onOpen }: Props) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const numbers = sourceNumbers(answer);
  const cited = numbered(answer.sources, numbers);
  const others = answer.sources.filter(({ source_id }) => !numbers.has(source_id));
  const isOpen = chosen ?? (isNewest && cited.length > 0);
  if (answer.sources.length === 0) return null;
  return (
    <details
      className={styles.sources}
      open={isOpen}
      onToggle={({ currentTarget: { open } }) => open !== isOpen && setChosen(open)}
    >
      <summary className={styles.summary}>
        {cited.length > 0 ? summaryOf(cited) : t.answer.passagesRead(others.length)}
      </summary>
      <GroupList
        label={t.common.sources}
        sources={cited}
        citations={answer.citations}
        numbers={numbers}
        onOpen={onOpen}
      />
      {cited.length > 0 && others.length > 0 ? (
        <details>
          <summary className={styles.summary}>{t.answer.morePassagesRead(others.length)}</summary>
          <GroupList label={t.answer.otherPassages} sources={others} onOpen={onOpen} />
        </details>
      ) : (
        <GroupList label={t.answer.otherPassages} sources={others} onOpen={onOpen} />
      )}
    </details>
  );
}

function summaryOf(cited: readonly Source[]): string {
  if (cited.length === 1) return t.answer.sourceCount(1);
  return t.answer.sourcesIn(cited.length, byDocument(cited).length);
}

/** The passages that come nearest to a question without an answer, the nearest first. */
export function NearestPassages({ answer, onOpen }: Pick<Props, "answer" | "onOpen">) {
  const nearest = [...answer.sources].sort((one, other) => other.similarity - one.similarity);
  if (nearest.length === 0) return null;
  return (
    <details className={styles.sources}>
      <summary className={styles.summary}>{t.answer.showNearest(nearest.length)}</summary>
      <GroupList label={t.answer.nearest} sources={nearest} onOpen={onOpen} />
    </details>
  );
}

interface ListProps {
  label: string;
  sources: readonly Source[];
  citations?: readonly Citation[];
  numbers?: SourceNumbers;
  onOpen(place: Place): void;
}

function GroupList({ label, sources, ...rest }: ListProps) {
  if (sources.length === 0) return null;
  return (
    <ul className={styles.documents} aria-label={label}>
      {byDocument(sources).map((group) => (
        <li key={group.key} className={styles.document}>
          <p className={styles.filename}>
            <bdi>{group.sources[0]?.filename}</bdi>
            {group.sources[0]?.gone && " "}
            {group.sources[0]?.gone && <span className={styles.gone}>{t.answer.deletedSince}</span>}
          </p>
          <ul>
            {group.sources.map((source) => (
              <SourceEntries key={source.source_id} source={source} {...rest} />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

type EntriesProps = Omit<ListProps, "label" | "sources"> & { source: Source };

/** What is quoted from a source, or the beginning of a source of which nothing is. */
function SourceEntries({ source, citations = [], numbers = NO_NUMBERS, onOpen }: EntriesProps) {
  const number = numbers.get(source.source_id);
  const quotations = quotedFrom(source, citations);
  const name = nameOf(source, number);
  if (quotations.length === 0) {
    return (
      <Entry
        number={number}
        within={placeWithin(source)}
        name={`${name}: ${placeName(source)}`}
        isGone={source.gone}
        onOpen={() => onOpen(placeOfSource(source))}
      >
        {excerptOf(source.content)}
      </Entry>
    );
  }
  return quotations.map((citation, index) => {
    const { before, quoted, after } = quoteInContext(source, citation, {
      previous: quotations[index - 1],
      next: quotations[index + 1],
    });
    const own = index > 0 ? t.answer.furtherQuotation(name, index + 1) : name;
    return (
      <Entry
        key={citation.citation_id}
        number={number}
        within={placeWithin(citation)}
        name={`${own}: ${placeName(citation)}`}
        onOpen={() => onOpen(placeOfCitation(citation, source))}
      >
        {before}
        <mark className={styles.quoted}>
          <StoredText>{quoted}</StoredText>
        </mark>
        {after}
      </Entry>
    );
  });
}

function nameOf({ gone }: Source, number: number | undefined): string {
  if (number === undefined) return gone ? t.answer.readDeletedPassage : t.answer.openPassage;
  return gone ? t.answer.readDeletedSource(number) : t.answer.openSource(number);
}

interface EntryProps {
  number: number | undefined;
  within: string;
  name: string;
  isGone?: boolean | undefined;
  onOpen(): void;
  children: React.ReactNode;
}

function Entry({ number, within, name, isGone = false, onOpen, children }: EntryProps) {
  return (
    <li className={styles.source}>
      {number !== undefined && (
        <span className={styles.number} aria-hidden="true">
          {number}
        </span>
      )}
      <div className={styles.passage}>
        {within !== "" && (
          <p className={styles.within}>
            <bdi>{within}</bdi>
          </p>
        )}
        <p className={styles.excerpt} dir="auto">
          {children}
        </p>
      </div>
      <button type="button" className={styles.open} aria-label={name} onClick={onOpen}>
        {isGone ? t.answer.read : t.answer.open}
      </button>
    </li>
  );
}
