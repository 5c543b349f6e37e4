import type { ReactNode } from "react";
import type { DailyUsage } from "@/api/types";
import { t } from "@/words/all";
import { number } from "@/words/format";
import { type Amounts, costInWords, dayInWords, grouped, sumOf, tokensInWords } from "./totals";
import styles from "./UsagePage.module.css";

interface Props {
  /** By day and name of the model; at least one. */
  usages: readonly DailyUsage[];
}

/** What each model was used for in the whole time. */
export function UsageByModel({ usages }: Props) {
  return (
    <Table label={t.usage.usageByModel} first={t.usage.model}>
      <tbody>
        {grouped(usages, ({ model }) => model).map(([model, ofModel]) => (
          <Row key={model} name={model} amounts={sumOf(ofModel)} />
        ))}
      </tbody>
      <tfoot>
        <Row name={t.usage.all} amounts={sumOf(usages)} />
      </tfoot>
    </Table>
  );
}

/** What each model was used for on each day, the last day first. */
export function UsageByDay({ usages }: Props) {
  return (
    <Table label={t.usage.usageByDay} first={t.usage.dayAndModel}>
      {grouped(usages, ({ day }) => day)
        .reverse()
        .map(([day, ofDay]) => (
          <tbody key={day}>
            <tr>
              <th className={styles.day} colSpan={5} scope="rowgroup">
                {dayInWords(day)}
              </th>
            </tr>
            {ofDay.map((usage) => (
              <Row key={usage.model} name={usage.model} amounts={usage} />
            ))}
          </tbody>
        ))}
    </Table>
  );
}

function Table({ label, first, children }: { label: string; first: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard, too
    <section className={styles.box} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">{t.usage.calls}</th>
            <th scope="col">{t.usage.tokensRead}</th>
            <th scope="col">{t.usage.tokensWritten}</th>
            <th scope="col">{t.usage.cost}</th>
          </tr>
        </thead>
        {children}
      </table>
    </section>
  );
}

function Row({ name, amounts }: { name: string; amounts: Amounts }) {
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>{number(amounts.calls)}</td>
      <td>{tokensInWords(amounts.prompt_tokens, amounts)}</td>
      <td>{tokensInWords(amounts.completion_tokens, amounts)}</td>
      <td>{costInWords(amounts)}</td>
    </tr>
  );
}
