import { MenuButton, MenuItem, MenuProvider } from "@ariakit/react";
import { useQueryClient } from "@tanstack/react-query";
import { useLayoutEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { ListedSession } from "@/api/types";
import { paths } from "@/lib/paths";
import { EditIcon, MoreIcon, PinIcon, TrashIcon } from "@/ui/icons";
import { Menu } from "@/ui/Menu";
import { OwnDirection } from "@/ui/OwnDirection";
import { t } from "@/words";
import styles from "./ConversationListEntry.module.css";
import { ConversationListRename } from "./ConversationListRename";
import { foundWords } from "./foundWords";
import { changeConversation, refreshConversationList } from "./queries";

interface Props {
  session: ListedSession;
  isOpen: boolean;
  onDelete(): void;
  onFailed(error: Error): void;
  onNavigate?(): void;
}

/** A conversation in the list: its title, and where the words are that were searched for. */
export function ConversationListEntry({ session, isOpen, onDelete, onFailed, onNavigate }: Props) {
  const client = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const wasRenaming = useRef(false);
  const title = titleOf(session);

  // at once: a moment later, focus has fallen to the list
  useLayoutEffect(() => {
    // unless somebody has gone on elsewhere
    const isNothingFocused = document.activeElement === document.body;
    if (wasRenaming.current && !renaming && isNothingFocused) more.current?.focus();
    wasRenaming.current = renaming;
  }, [renaming]);

  const pin = async () => {
    try {
      await changeConversation(session.session_id, { pinned: !session.pinned });
    } catch (error) {
      onFailed(error as Error);
    }
    await refreshConversationList(client);
  };

  if (renaming) {
    return <ConversationListRename session={session} onClose={() => setRenaming(false)} />;
  }
  const { hit } = session;
  return (
    <div className={styles.entry}>
      <Link
        href={
          hit?.message_id
            ? paths.message(session.session_id, hit.message_id)
            : paths.conversation(session.session_id)
        }
        className={styles.link ?? ""}
        title={title}
        aria-current={isOpen ? "page" : undefined}
        onClick={() => onNavigate?.()}
      >
        <OwnDirection>{title}</OwnDirection>
        {hit?.message_id && (
          <span className={styles.hit} dir="auto">
            <Excerpt {...hit} />
          </span>
        )}
      </Link>
      <MenuProvider placement="bottom-end">
        <MenuButton ref={more} className={styles.more} aria-label={t.conversations.menuOf(title)}>
          <MoreIcon />
        </MenuButton>
        <Menu
          portal
          // inside a landmark, but outside the list, which would clip it
          portalElement={(element) => element.closest("nav")}
          preserveTabOrder={false}
          className={styles.menu}
        >
          <MenuItem className={styles.item} onClick={() => void pin()}>
            <PinIcon /> {session.pinned ? t.conversations.unpin : t.conversations.pin}
          </MenuItem>
          <MenuItem className={styles.item} onClick={() => setRenaming(true)}>
            <EditIcon /> {t.conversations.rename}
          </MenuItem>
          <MenuItem className={`${styles.item} ${styles.danger}`} onClick={onDelete}>
            <TrashIcon /> {t.common.delete}
          </MenuItem>
        </Menu>
      </MenuProvider>
    </div>
  );
}

function Excerpt(hit: NonNullable<ListedSession["hit"]>) {
  const { before, words, after } = foundWords(hit);
  return (
    <>
      {before}
      <mark>{words}</mark>
      {after}
    </>
  );
}

/** Returns the title of a conversation; before its first question it has none. */
export function titleOf(session: { title: string | null }): string {
  return session.title ?? t.conversations.untitled;
}
