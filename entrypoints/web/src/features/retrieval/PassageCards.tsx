import { codePointLength } from "@quoth/client";
import type { Considered, Source, StageScore } from "@/api/types";
import { excerptOf } from "@/lib/excerpt";
import { type Place, placeOfPassage } from "@/lib/place";
import { placeWithin } from "@/lib/placeName";
import { t } from "@/words/all";
import { number } from "@/words/format";
import styles from "./PassageCards.module.css";
import { verdictOn } from "./retrieval";
import { type Best, bestScores, type StageName, share, stagesOf } from "./scores";

interface Props {
  passages: readonly Considered[];
  /** The numbers of the sources in the answer. */
  numbers: ReadonlyMap<number, number>;
  sources: readonly Source[];
  onOpen(place: Place): void;
}

/** The passages that a search found: the place and the first words of each, and its outcome. */
export function PassageCards({ passages, numbers, sources, onOpen }: Props) {
  const best = bestScores(passages);
  return (
    <ol className={styles.cards} aria-label={t.common.passages}>
      {passages.map((passage) => (
        <Card
          key={`${passage.document_id} ${passage.chunk_index}`}
          passage={passage}
          number={passage.source_id === null ? undefined : numbers.get(passage.source_id)}
          source={sources.find(({ source_id }) => source_id === passage.source_id)}
          best={best}
          onOpen={onOpen}
        />
      ))}
    </ol>
  );
}

/** Whether more of a passage follows its excerpt. */
function isCut({ char_start, char_end }: Considered, excerpt: string): boolean {
  return codePointLength(excerpt) < char_end - char_start;
}

interface CardProps extends Pick<Props, "onOpen"> {
  passage: Considered;
  number: number | undefined;
  source: Source | undefined;
  best: Best;
}

function Card({ passage, number, source, best, onOpen }: CardProps) {
  const { final } = passage.explanation;
  const isGone = passage.excerpt === null;
  const { isUsed, words } = verdictOn(passage, number);
  const name = (
    <>
      <bdi>{passage.filename}</bdi>
      <small>{placeWithin(passage) || t.retrieval.passage(passage.chunk_index + 1)}</small>
    </>
  );
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <span className={styles.rank}>{final.rank}</span>
        {isGone && source === undefined ? (
          <span className={styles.place}>{name}</span>
        ) : (
          <button
            type="button"
            className={styles.place}
            onClick={() => onOpen(placeOfPassage(passage, source))}
          >
            {name}
          </button>
        )}
        {isGone && <span className={styles.gone}>{t.answer.deletedSince}</span>}
      </div>
      {passage.excerpt !== null && (
        <p className={styles.excerpt} dir="auto">
          {excerptOf(passage.excerpt, undefined, isCut(passage, passage.excerpt))}
        </p>
      )}
      <p className={isUsed ? styles.used : styles.dropped}>{words}</p>
      <details className={styles.scores}>
        <summary>{t.retrieval.scores}</summary>
        <table>
          <tbody>
            {stagesOf(passage).map(({ name, stage }) => (
              <Stage key={name} name={name} stage={stage} best={best} />
            ))}
          </tbody>
        </table>
      </details>
    </li>
  );
}

interface StageProps {
  name: StageName;
  stage: StageScore;
  best: Best;
}

function Stage({ name, stage, best }: StageProps) {
  return (
    <tr>
      <th scope="row">{t.retrieval.stages[name]}</th>
      <td className={styles.scale}>
        <svg
          className={styles.bar}
          viewBox="0 0 100 1"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect width="100" height="1" className={styles.ground} />
          <rect width={share(name, stage, best) * 100} height="1" />
        </svg>
      </td>
      <td>{stage.rank === null ? t.retrieval.notFound : `${stage.rank}.`}</td>
      <td>{number(stage.score, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}</td>
    </tr>
  );
}
