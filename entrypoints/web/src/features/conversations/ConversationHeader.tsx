import { MenuButton, MenuItem, MenuProvider } from "@ariakit/react";
import { apiPaths } from "@/lib/paths";
import { DownloadIcon, MoreIcon, PrintIcon } from "@/ui/icons";
import { Menu } from "@/ui/Menu";
import { OwnDirection } from "@/ui/OwnDirection";
import { t } from "@/words";
import styles from "./ConversationHeader.module.css";

interface Props {
  /** Null until the first question has created the conversation. */
  sessionId: string | null;
  title: string | null;
}

/** The title of the open conversation, and how to save it elsewhere. */
export function ConversationHeader({ sessionId, title }: Props) {
  return (
    <header className={styles.header}>
      <h1 className={styles.title} title={title ?? undefined}>
        <OwnDirection>{title ?? t.conversations.conversation}</OwnDirection>
      </h1>
      {sessionId !== null && (
        <MenuProvider placement="bottom-end">
          <MenuButton className={styles.more} aria-label={t.conversations.saveOrPrint}>
            <MoreIcon />
          </MenuButton>
          <Menu portal={false} className={styles.menu}>
            <Download
              href={apiPaths.transcript(sessionId, "markdown")}
              label={t.conversations.saveAsMarkdown}
            />
            <Download
              href={apiPaths.transcript(sessionId, "html")}
              label={t.conversations.saveAsWebPage}
            />
            <MenuItem className={styles.item} onClick={() => window.print()}>
              <PrintIcon /> {t.conversations.print}
            </MenuItem>
          </Menu>
        </MenuProvider>
      )}
    </header>
  );
}

function Download({ href, label }: { href: string; label: string }) {
  return (
    <MenuItem className={styles.item} render={<a href={href} download />}>
      <DownloadIcon /> {label}
    </MenuItem>
  );
}
