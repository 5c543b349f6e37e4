import type { Place } from "@/lib/place";
import { useKeys } from "@/lib/useKeys";
import { IconButton } from "@/ui/Button";
import { BackIcon, ForwardIcon } from "@/ui/icons";
import { t } from "@/words";
import styles from "./SidePanel.module.css";
import type { Quotations } from "./usePanel";

interface Props {
  quotations: Quotations;
  onStep(place: Place): void;
}

/** Goes through the quotations of an answer, in its order, with buttons or brackets. */
export function QuotationSteps({ quotations, onStep }: Props) {
  const { index, count, previous, next } = quotations;
  const back = () => previous && onStep(previous);
  const on = () => next && onStep(next);
  useKeys({ "[": back, "]": on });
  return (
    <div className={styles.steps} role="toolbar" aria-label={t.conversations.quotationsOfAnswer}>
      <IconButton
        label={t.conversations.previousQuotation}
        title={t.conversations.previousQuotationKey}
        icon={<BackIcon />}
        aria-disabled={previous === undefined}
        onClick={back}
      />
      <span role="status">{t.conversations.stepOf(index + 1, count)}</span>
      <IconButton
        label={t.conversations.nextQuotation}
        title={t.conversations.nextQuotationKey}
        icon={<ForwardIcon />}
        aria-disabled={next === undefined}
        onClick={on}
      />
    </div>
  );
}
