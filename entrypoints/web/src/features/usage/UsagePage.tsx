import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { quoth } from "@/api/client";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { firstOf } from "./totals";
import styles from "./UsagePage.module.css";
import { UsageByDay, UsageByModel } from "./UsageTable";

const PERIODS = [7, 30, 90, 365];

/** The calls, tokens and cost of the language models. */
export function UsagePage() {
  useTitle("Usage");
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
        <h1>Usage</h1>
        <select
          aria-label="Period"
          value={days}
          onChange={({ target }) => setDays(Number(target.value))}
        >
          {PERIODS.map((period) => (
            <option key={period} value={period}>
              {period === 365 ? "Last year" : `Last ${period} days`}
            </option>
          ))}
        </select>
      </header>
      <p className={styles.hint}>
        What the language models read and wrote, for answers and to understand follow-up questions.
        Days are in UTC, and costs in the currency of the prices that the models have in the
        settings.
      </p>
      {usage.isPending && (
        <p className={styles.hint} role="status">
          <Spinner /> Loading usage…
        </p>
      )}
      {usage.error && (
        <Notice
          kind="error"
          actions={<Button onClick={() => void usage.refetch()}>Try again</Button>}
        >
          {usage.error.message}
        </Notice>
      )}
      {usage.isSuccess && usages.length === 0 && (
        <p role="status">
          No language model was used in this time. Answers that only quote your documents, and
          searches, need none.
        </p>
      )}
      {usages.length > 0 && (
        <>
          <h2>By model</h2>
          <UsageByModel usages={usages} />
          <h2>By day</h2>
          <UsageByDay usages={usages} />
        </>
      )}
    </div>
  );
}
