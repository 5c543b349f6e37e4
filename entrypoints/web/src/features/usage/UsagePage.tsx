import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { quoth } from "@/api/client";
import { errorInWords } from "@/lib/errorInWords";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
import { firstOf } from "./totals";
import styles from "./UsagePage.module.css";
import { UsageByDay, UsageByModel } from "./UsageTable";

const PERIODS = [7, 30, 90, 365];

/** The calls, tokens and cost of the language models. */
export function UsagePage() {
  useTitle(t.common.usage);
  const [days, setDays] = useState(30);
  const usage = useQuery({
    queryKey: ["usage", days],
    queryFn: ({ signal }) => quoth.usage({ since: firstOf(days), signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const usages = usage.data?.items ?? [];

  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>{t.common.usage}</h1>
        <select
          aria-label={t.usage.period}
          value={days}
          onChange={({ target }) => setDays(Number(target.value))}
        >
          {PERIODS.map((period) => (
            <option key={period} value={period}>
              {period === 365 ? t.usage.lastYear : t.usage.lastDays(period)}
            </option>
          ))}
        </select>
      </header>
      <p className={styles.hint}>{t.usage.hint}</p>
      {usage.isPending && (
        <p className={styles.hint} role="status">
          <Spinner /> {t.usage.loading}
        </p>
      )}
      {usage.error && (
        <Notice
          kind="error"
          actions={<Button onClick={() => void usage.refetch()}>{t.common.tryAgain}</Button>}
        >
          {errorInWords(usage.error)}
        </Notice>
      )}
      {usage.isSuccess && usages.length === 0 && <p role="status">{t.usage.none}</p>}
      {usages.length > 0 && (
        <>
          <h2>{t.usage.byModel}</h2>
          <UsageByModel usages={usages} />
          <h2>{t.usage.byDay}</h2>
          <UsageByDay usages={usages} />
        </>
      )}
    </div>
  );
}
