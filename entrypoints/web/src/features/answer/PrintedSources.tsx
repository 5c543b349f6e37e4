import type { Citation, Source } from "@/api/types";
import { placeWithin } from "@/lib/placeName";
import { t } from "@/words";
import type { Answer } from "./answer";
import { PlaceName } from "./PlaceName";
import styles from "./PrintedSources.module.css";
import { shortfallOf } from "./reading";
import { numbered, quotedFrom } from "./sourceGroups";
import { sourceNumbers } from "./sourceNumbers";

/** The sources of an answer on paper: what each number in it names, and the words it quotes. */
export function PrintedSources({ answer }: { answer: Answer }) {
  const { sources, citations, markers, finishReason } = answer;
  const isAbstained = finishReason === "abstained";
  const numbers = sourceNumbers(answer);
  const shown = isAbstained ? sources : numbered(sources, numbers);
  if (shown.length === 0) return null;
  const quoted = new Set(citations.map(({ marker_start }) => marker_start));
  return (
    <section className={styles.sources}>
      <h3>{isAbstained ? t.answer.nearest : t.common.sources}</h3>
      <ol>
        {shown.map((source) => (
          <li key={source.source_id} className={styles.source}>
            <p>
              [{numbers.get(source.source_id) ?? source.source_id}]{" "}
              <PlaceName quoted={headOf(citations, source)} />
            </p>
            {quotationsOf(citations, source).map((citation) => (
              <p key={citation.citation_id} className={styles.quotation} dir="auto">
                {t.common.quoted(citation.cited_text.trim())}{" "}
                {remarkOn(citation, headOf(citations, source))}
              </p>
            ))}
          </li>
        ))}
      </ol>
      {markers.some(({ start }) => !quoted.has(start)) && <p>{t.answer.lightNumbers}</p>}
    </section>
  );
}

/** Returns what names the place of a source: the first words that are quoted from it. */
function headOf(citations: readonly Citation[], source: Source): Citation | Source {
  return quotedFrom(source, citations)[0] ?? source;
}

/** Returns what is to be said about a quotation: where it is, if the head does not say so. */
function remarkOn(citation: Citation, head: Citation | Source): string {
  const within = placeWithin(citation);
  const remarks = [within !== placeWithin(head) && within, shortfallOf(citation)];
  const said = remarks.filter(Boolean).join(", ");
  return said && `(${said})`;
}

/** Returns the citations of a source, each quotation once. */
function quotationsOf(citations: readonly Citation[], source: Source): Citation[] {
  const own = citations.filter(({ source_id }) => source_id === source.source_id);
  return own.filter(
    ({ cited_text }, index) =>
      own.findIndex((citation) => citation.cited_text === cited_text) === index,
  );
}
