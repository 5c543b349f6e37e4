import type { Considered, StageScore } from "@/api/types";
import { type Place, placeOfPassage } from "@/lib/place";
import { placeWithin } from "@/lib/placeName";
import styles from "./PassagesTable.module.css";
import { whatBecame } from "./retrieval";

interface Props {
  passages: readonly Considered[];
  onOpen(place: Place): void;
}

/** The passages that a search found, with their rank and score in each stage. */
export function PassagesTable({ passages, onOpen }: Props) {
  const reranked = passages.some((each) => each.explanation.reranker !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
    <section className={styles.box} tabIndex={0} aria-label="Passages, scrollable">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Passage</th>
            <th scope="col">Rank</th>
            <th scope="col">By meaning</th>
            <th scope="col">By words</th>
            <th scope="col">Both</th>
            {reranked && <th scope="col">Reranker</th>}
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {passages.map((passage) => {
            const { vector, text, fusion, reranker, final } = passage.explanation;
            return (
              <tr key={`${passage.document_id} ${passage.chunk_index}`}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.open}
                    onClick={() => onOpen(placeOfPassage(passage))}
                  >
                    <bdi>{passage.filename}</bdi>
                    <small>{placeWithin(passage) || `passage ${passage.chunk_index + 1}`}</small>
                  </button>
                </th>
                <StageCell stage={final} />
                <StageCell stage={vector} />
                <StageCell stage={text} />
                <StageCell stage={fusion} />
                {reranked && <StageCell stage={reranker} />}
                <td className={passage.dropped === null ? styles.used : styles.dropped}>
                  {whatBecame(passage)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function StageCell({ stage }: { stage: StageScore | null }) {
  if (stage === null) return <td className={styles.stage}>not scored</td>;
  return (
    <td className={styles.stage}>
      {stage.rank === null ? "not found" : `${stage.rank}.`}
      <small>{stage.score.toFixed(2)}</small>
    </td>
  );
}
