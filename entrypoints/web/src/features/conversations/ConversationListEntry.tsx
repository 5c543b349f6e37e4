import { Menu, MenuButton, MenuItem, MenuProvider } from "@ariakit/react";
import { Link } from "wouter";
import type { Session } from "@/api/types";
import { paths } from "@/lib/paths";
import { EditIcon, MoreIcon, TrashIcon } from "@/ui/icons";
import styles from "./ConversationListEntry.module.css";

interface Props {
  session: Session;
  isOpen: boolean;
  onRename(): void;
  onDelete(): void;
  onNavigate?(): void;
}

export function ConversationListEntry({ session, isOpen, onRename, onDelete, onNavigate }: Props) {
  const title = titleOf(session);
  return (
    <div className={styles.entry}>
      <Link
        href={paths.conversation(session.session_id)}
        className={styles.link ?? ""}
        title={title}
        dir="auto"
        aria-current={isOpen ? "page" : undefined}
        onClick={() => onNavigate?.()}
      >
        {title}
      </Link>
      <MenuProvider placement="bottom-end">
        <MenuButton className={styles.more} aria-label={`Rename or delete “${title}”`}>
          <MoreIcon />
        </MenuButton>
        <Menu
          portal
          // inside a landmark, but outside the list, which would clip it
          portalElement={(element) => element.closest("nav")}
          preserveTabOrder={false}
          fixed
          gutter={4}
          className={styles.menu}
        >
          <MenuItem className={styles.item} onClick={onRename}>
            <EditIcon /> Rename
          </MenuItem>
          <MenuItem className={`${styles.item} ${styles.danger}`} onClick={onDelete}>
            <TrashIcon /> Delete
          </MenuItem>
        </Menu>
      </MenuProvider>
    </div>
  );
}

/** Returns the title of a conversation; before its first question it has none. */
export function titleOf(session: Session): string {
  return session.title ?? "New conversation";
}
