import type { Citation } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { isAt, type PanelAddress } from "@/lib/panelAddress";
import { placeOfCitation } from "@/lib/place";
import { Button } from "@/ui/Button";
import { FlagIcon } from "@/ui/icons";
import { t } from "@/words";
import styles from "./AnswerFeedback.module.css";
import type { Turn } from "./turns";
import { useRating } from "./useRating";

/** The quotations of an answer that are shown at one place. */
export interface Quoted {
  messageId: string;
  citationIds: readonly string[];
}

/** Returns the quotations at an address, of the newest answer that has any; null for none. */
export function quotedAt(turns: readonly Turn[], address: PanelAddress | null): Quoted | null {
  if (address?.kind !== "document") return null;
  const isShown = (citation: Citation) => isAt(placeOfCitation(citation, undefined), address);
  for (const { stored } of [...turns].reverse()) {
    const shown = stored?.citations.filter(isShown) ?? [];
    if (stored && stored.finish_reason !== null && shown.length > 0) {
      return {
        messageId: stored.message_id,
        citationIds: shown.map(({ citation_id }) => citation_id),
      };
    }
  }
  return null;
}

/** Says that the quotation that is shown does not support the answer. */
export function WrongQuotation({ messageId, citationIds }: Quoted) {
  const { given, rate, error } = useRating(messageId);
  const known = given?.wrong_quotations ?? [];
  const isWrong = citationIds.some((each) => known.includes(each));

  const toggle = () => {
    const others = known.filter((each) => !citationIds.includes(each));
    const wrong = isWrong ? others : [...others, ...citationIds];
    const note = given?.note ?? "";
    // that it is bad was said by saying this
    const isEmpty = isWrong && wrong.length === 0 && note === "";
    rate(isEmpty ? null : { verdict: "bad", wrong_quotations: wrong, note });
  };
  return (
    <span className={styles.thumbs}>
      <Button look="quiet" icon={<FlagIcon />} aria-pressed={isWrong} onClick={toggle}>
        {t.conversations.wrongQuotation}
      </Button>
      {error && <span role="alert">{errorInWords(error)}</span>}
    </span>
  );
}
