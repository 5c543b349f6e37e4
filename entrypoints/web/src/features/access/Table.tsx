import type { ReactNode } from "react";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
import styles from "./Table.module.css";

interface Props {
  label: string;
  columns: readonly string[];
  children: ReactNode;
}

/** A table that scrolls sideways where it does not fit. */
export function Table({ label, columns, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
    <section className={styles.box} tabIndex={0} aria-label={t.access.scrollable(label)}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

interface Pages {
  isPending: boolean;
  error: Error | null;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
  refetch(): unknown;
}

/** What stands below a table whose pages are loaded one after the other. */
export function Rest({ pages }: { pages: Pages }) {
  if (pages.error) {
    return (
      <Notice
        kind="error"
        actions={<Button onClick={() => pages.refetch()}>{t.common.tryAgain}</Button>}
      >
        {errorInWords(pages.error)}
      </Notice>
    );
  }
  if (pages.isPending) {
    return (
      <p className={styles.state} role="status">
        <Spinner /> {t.common.loading}
      </p>
    );
  }
  if (!pages.hasNextPage) return null;
  return (
    <p>
      <Button disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
        {pages.isFetchingNextPage ? t.common.loading : t.common.showMore}
      </Button>
    </p>
  );
}
