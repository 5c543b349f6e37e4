import { CheckIcon, CloseIcon, DownIcon, SearchIcon, WarningIcon } from "@/ui/icons";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words";
import textStyles from "./AnswerText.module.css";
import type { Answer } from "./answer";
import markStyles from "./CitationMark.module.css";
import styles from "./TrustBadge.module.css";
import { type Trust, trustOf } from "./trust";

/** No marks, or not all of them yet: the legend would move when the words before it change. */
const WITHOUT_LEGEND: readonly Trust[] = ["no_answer", "plain", "checking"];

/** Says at the top of an answer how much of it is verified, and on request what its marks mean. */
export function TrustBadge({ answer }: { answer: Answer }) {
  const badge = trustOf(answer);
  if (badge === null) return null;
  const { trust, words, explanation } = badge;
  const face = (
    <span className={`${styles.badge} ${styles[trust]}`}>
      <Sign trust={trust} />
      {words}
    </span>
  );
  if (WITHOUT_LEGEND.includes(trust)) return <div className={styles.row}>{face}</div>;
  return (
    <details className={styles.trust}>
      <summary className={styles.row}>
        {face}
        <span className={styles.more}>
          <span className={styles.words}>{t.answer.whatMarksMean}</span>
          <DownIcon />
        </span>
      </summary>
      <div className={styles.legend}>
        {explanation !== null && <div className={styles.explanation}>{explanation}</div>}
        <Legend />
      </div>
    </details>
  );
}

function Sign({ trust }: { trust: Trust }) {
  switch (trust) {
    case "all":
      return <CheckIcon />;
    case "part":
    case "unchecked":
      return <WarningIcon />;
    case "none":
      return <CloseIcon />;
    case "no_answer":
      return <SearchIcon />;
    case "checking":
      return <Spinner />;
    case "plain":
      return null;
  }
}

const MARKS = [
  ["verified", "1"],
  ["unverified", "1?"],
  ["unsupported", "1"],
  ["gone", "1"],
] as const;

function Legend() {
  return (
    <dl className={styles.marks}>
      {MARKS.map(([kind, sign]) => (
        <div key={kind}>
          <dt>
            <span className={`${markStyles.mark} ${markStyles[kind]} ${styles.sample}`}>
              {sign}
            </span>
          </dt>
          <dd>{t.answer.marks[kind]}</dd>
        </div>
      ))}
      <div>
        <dt>
          <span className={textStyles.unsupported}>{t.answer.sampleWords}</span>
        </dt>
        <dd>{t.answer.sentenceUnsupported}</dd>
      </div>
    </dl>
  );
}
