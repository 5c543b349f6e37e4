import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, useState } from "react";
import { useLocation, useRoute } from "wouter";
import type { ListedSession } from "@/api/types";
import { dateGroupOf } from "@/lib/dateGroups";
import { errorInWords } from "@/lib/errorInWords";
import { paths, routes } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { SearchField } from "@/ui/SearchField";
import { Spinner } from "@/ui/Spinner";
import { useDebounced } from "@/ui/useDebounced";
import { t } from "@/words";
import styles from "./ConversationList.module.css";
import { ConversationListDelete } from "./ConversationListDelete";
import { ConversationListEntry } from "./ConversationListEntry";
import { conversationListQuery, pinnedQuery } from "./queries";

/** The estimated height of an entry in pixels, used until it is measured. */
const ENTRY_HEIGHT = 42;
/** The next page is fetched this many entries before the end. */
const LOOK_AHEAD = 10;

interface Props {
  /** Called when a link is followed. */
  onNavigate?(): void;
}

/** All conversations, pinned ones first and then by date, with search, pin, rename and delete. */
export function ConversationList({ onNavigate }: Props) {
  const [, navigate] = useLocation();
  const [, open] = useRoute(routes.conversation);
  const openId = open?.sessionId ?? null;
  const [text, setText] = useState("");
  const searched = useDebounced(text.trim());
  const list = useInfiniteQuery(conversationListQuery(searched));
  const { data, error, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const pinned = useQuery({ ...pinnedQuery, enabled: searched === "" });
  const [deleting, setDeleting] = useState<ListedSession | null>(null);
  const [failed, setFailed] = useState<Error | null>(null);
  const [deletedId, setDeletedId] = useState<string | null>(null);
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);

  const found = (data?.pages ?? []).flatMap((page) => page.items);
  // while somebody types, the earlier list is shown
  const isSearch = isPlaceholderData ? found.some(({ hit }) => hit !== null) : searched !== "";
  const entries = (isSearch ? found : pinnedFirst(pinned.data?.items ?? [], found))
    // a conversation without a title has no question yet
    .filter((session) => session.title !== null || session.session_id === openId);
  const rows = isSearch ? entries : inGroups(entries);

  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => keyOf(rows[index]),
    estimateSize: () => ENTRY_HEIGHT,
    overscan: LOOK_AHEAD,
    useFlushSync: false,
  });
  const shown = virtualizer.getVirtualItems();
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= rows.length - LOOK_AHEAD;
  const wantsMore = isNearEnd && hasNextPage && !isPlaceholderData && error === null;

  useEffect(() => {
    if (wantsMore && !isFetchingNextPage) void fetchNextPage();
  }, [wantsMore, isFetchingNextPage, fetchNextPage]);

  const openRow = rows.findIndex((row) => typeof row !== "string" && row.session_id === openId);
  const brought = useRef<string>(null);
  useEffect(() => {
    // once: somebody may then scroll away
    if (isSearch || openRow < 0 || brought.current === openId) return;
    brought.current = openId;
    virtualizer.scrollToIndex(openRow, { align: "auto" });
  }, [isSearch, openRow, openId, virtualizer]);

  useEffect(() => {
    // the entry that had focus before the dialog no longer exists
    if (deletedId !== null) heading.current?.focus();
  }, [deletedId]);

  function finishDeleting(session: ListedSession) {
    setDeleting(null);
    setDeletedId(session.session_id);
    if (session.session_id !== openId) return;
    navigate(paths.newQuestion);
    onNavigate?.();
  }

  return (
    <nav className={styles.list} aria-labelledby={headingId}>
      <h2 id={headingId} ref={heading} tabIndex={-1} className={styles.heading}>
        {t.conversations.title}
      </h2>
      <SearchField label={t.conversations.search} value={text} onChange={setText} />
      {failed && (
        <Notice
          kind="error"
          actions={<Button onClick={() => setFailed(null)}>{t.common.close}</Button>}
        >
          {errorInWords(failed)}
        </Notice>
      )}
      <div ref={scroller} className={styles.scroller}>
        <ul className={styles.entries} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                aria-setsize={hasNextPage ? -1 : rows.length}
                aria-posinset={index + 1}
                className={styles.entry}
                // a new conversation moves the others without laying them out
                style={{ transform: `translateY(${start}px)` }}
              >
                {typeof row === "string" ? (
                  <h3 className={styles.group}>{row}</h3>
                ) : (
                  <ConversationListEntry
                    session={row}
                    isOpen={row.session_id === openId}
                    onFailed={setFailed}
                    onDelete={() => setDeleting(row)}
                    {...(onNavigate && { onNavigate })}
                  />
                )}
              </li>
            );
          })}
        </ul>
        {(list.isPending || isFetchingNextPage) && error === null && (
          <p className={styles.hint} role="status">
            <Spinner /> {t.conversations.loading}
          </p>
        )}
        {error !== null && (
          <Notice
            kind="error"
            actions={
              <Button onClick={() => void (data ? fetchNextPage() : list.refetch())}>
                {t.common.tryAgain}
              </Button>
            }
          >
            {errorInWords(error)}
          </Notice>
        )}
        {data && entries.length === 0 && !hasNextPage && !isPlaceholderData && (
          <p className={styles.hint} role="status">
            {searched === "" ? t.conversations.none : t.conversations.noResults(searched)}
          </p>
        )}
      </div>
      {deleting && (
        <ConversationListDelete
          session={deleting}
          onClose={() => setDeleting(null)}
          onDeleted={() => finishDeleting(deleting)}
        />
      )}
    </nav>
  );
}

/** A conversation, or the name of the group of those below it. */
type Row = ListedSession | string;

/**
 * Returns conversations with the name of each group before it.
 *
 * The names are rows of their own, so that a new conversation moves the others and redraws none.
 */
function inGroups(sessions: readonly ListedSession[]): Row[] {
  const now = new Date();
  const groupOf = ({ pinned, created_at }: ListedSession) =>
    pinned ? t.conversations.pinned : dateGroupOf(created_at, now);
  return sessions.flatMap((session, index) => {
    const group = groupOf(session);
    const before = sessions[index - 1];
    return before && groupOf(before) === group ? [session] : [group, session];
  });
}

function keyOf(row: Row | undefined): string {
  return typeof row === "object" ? row.session_id : `group ${row}`;
}

/**
 * Puts pinned conversations before the others, wherever they are in the list.
 *
 * The two lists are read one after the other: each conversation stands in one place all the same.
 */
function pinnedFirst(
  pinned: readonly ListedSession[],
  all: readonly ListedSession[],
): ListedSession[] {
  const known = new Map([...pinned, ...all].map((each) => [each.session_id, each]));
  const each = [...known.values()];
  return [...each.filter(isPinned), ...each.filter((session) => !isPinned(session))];
}

function isPinned({ pinned }: ListedSession): boolean {
  return pinned;
}
