import { Link, useRoute } from "wouter";
import { ConversationList } from "@/features/conversations/ConversationList";
import { DocumentIcon, PlusIcon } from "@/ui/icons";
import { ServerState } from "./ServerState";
import styles from "./Sidebar.module.css";
import { ThemeToggle } from "./ThemeToggle";

interface Props {
  /** Called when a page was chosen here, the one that is shown already among them. */
  onNavigate?(): void;
}

/** The ways to everything. */
export function Sidebar({ onNavigate }: Props) {
  const [isNew] = useRoute("/");
  const [isDocuments] = useRoute("/documents/*?");
  const follow = () => onNavigate?.();

  return (
    <div className={styles.sidebar}>
      <nav aria-label="Pages" className={styles.pages}>
        <Link href="/" className={styles.brand ?? ""} onClick={follow}>
          Quoth
        </Link>
        <Link
          href="/"
          className={styles.ask ?? ""}
          aria-current={isNew ? "page" : undefined}
          onClick={follow}
        >
          <PlusIcon /> New question
        </Link>
        <Link
          href="/documents"
          className={styles.link ?? ""}
          aria-current={isDocuments ? "page" : undefined}
          onClick={follow}
        >
          <DocumentIcon /> Documents
        </Link>
      </nav>
      <ConversationList {...(onNavigate && { onNavigate })} />
      <footer className={styles.footer}>
        <ServerState />
        <ThemeToggle />
      </footer>
    </div>
  );
}
