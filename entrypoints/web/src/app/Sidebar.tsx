import type { ReactNode } from "react";
import { Link, useRoute } from "wouter";
import { Account } from "@/features/access";
import { ConversationList } from "@/features/conversations";
import { useMe } from "@/lib/me";
import { paths, routes } from "@/lib/paths";
import { IconButton } from "@/ui/Button";
import { ChartIcon, DocumentIcon, KeyIcon, PlusIcon, SearchIcon, SettingsIcon } from "@/ui/icons";
import { t } from "@/words";
import { ServerState } from "./ServerState";
import { commandKeys } from "./Shortcuts";
import styles from "./Sidebar.module.css";

interface Props {
  /** Closes the drawer that it is in. */
  dismiss?: ReactNode;
  /** Called when a link is followed, even to the current page. */
  onNavigate?(): void;
  /** Opens the command palette. */
  onSearch(): void;
}

/** Links to the pages, the conversations and the server state. */
export function Sidebar({ dismiss, onNavigate, onSearch }: Props) {
  const [isNew] = useRoute(routes.newQuestion);
  const [isDocuments] = useRoute(routes.anyDocuments);
  const [isUsage] = useRoute(routes.usage);
  const [isAccess] = useRoute(routes.access);
  const [isSettings] = useRoute(routes.settings);
  const isAdmin = useMe().data?.role === "admin";
  const follow = () => onNavigate?.();

  return (
    <div className={styles.sidebar} data-focus-falls-to="h2">
      <nav aria-label={t.common.pages} className={styles.pages}>
        <div className={styles.top}>
          <Link href={paths.newQuestion} className={styles.brand ?? ""} onClick={follow}>
            Quoth
          </Link>
          <IconButton
            label={t.app.searchWithKeys(commandKeys())}
            icon={<SearchIcon />}
            onClick={onSearch}
          />
          {dismiss}
        </div>
        <Link
          href={paths.newQuestion}
          className={styles.ask ?? ""}
          aria-current={isNew ? "page" : undefined}
          onClick={follow}
        >
          <PlusIcon /> {t.common.newQuestion}
        </Link>
        <Link
          href={paths.documents}
          className={styles.link ?? ""}
          aria-current={isDocuments ? "page" : undefined}
          onClick={follow}
        >
          <DocumentIcon /> {t.common.documents}
        </Link>
      </nav>
      <ConversationList {...(onNavigate && { onNavigate })} />
      {/* below the list, which would move otherwise once it is known who is here */}
      {isAdmin && (
        <nav aria-label={t.app.administration} className={styles.pages}>
          <Link
            href={paths.usage}
            className={styles.link ?? ""}
            aria-current={isUsage ? "page" : undefined}
            onClick={follow}
          >
            <ChartIcon /> {t.common.usage}
          </Link>
          <Link
            href={paths.access}
            className={styles.link ?? ""}
            aria-current={isAccess ? "page" : undefined}
            onClick={follow}
          >
            <KeyIcon /> {t.common.access}
          </Link>
        </nav>
      )}
      <Account />
      <footer className={styles.footer}>
        <Link
          href={paths.settings}
          className={styles.link ?? ""}
          aria-current={isSettings ? "page" : undefined}
          onClick={follow}
        >
          <SettingsIcon /> {t.common.settings}
        </Link>
        <ServerState />
      </footer>
    </div>
  );
}
