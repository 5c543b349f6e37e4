import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import { usePrinting } from "@/lib/usePrinting";
import { IconButton } from "@/ui/Button";
import { DownIcon } from "@/ui/icons";
import { t } from "@/words";
import styles from "./MessageList.module.css";
import { type TurnActions, TurnView } from "./TurnView";
import type { Turn } from "./turns";

/** The estimated height of a turn in pixels, used until it is measured. */
const TURN_HEIGHT = 320;
/** Within this distance in pixels, the view follows the end while text streams in. */
const NEAR_END = 60;

interface Props {
  turns: readonly Turn[];
  /** The number of questions asked on this page; each one scrolls to the end. */
  asked: number;
  /** The message that the address names; null for the end. */
  found: string | null;
  actions: TurnActions;
}

/** The turns of a conversation, in a virtual list so that thousands scroll smoothly. */
export function MessageList({ turns, asked, found, actions }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const printing = usePrinting();
  const virtualizer = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => TURN_HEIGHT,
    overscan: printing ? turns.length : 4,
    // those already drawn go on being observed, and are of another height on paper
    useCachedMeasurements: printing,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR_END,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each question asked scrolls to the end
  useLayoutEffect(() => virtualizer.scrollToEnd(), [virtualizer, asked]);

  const foundIndex = indexOfMessage(turns, found);
  const shownBefore = useRef<string | null>(null);
  useLayoutEffect(() => {
    // once: Back from a panel leads to the address again, and the reader may be elsewhere
    if (foundIndex < 0 || shownBefore.current === found) return;
    shownBefore.current = found;
    atEnd.current = false;
    virtualizer.scrollToIndex(foundIndex, { align: "start" });
  }, [virtualizer, found, foundIndex]);

  const scrolledTo = useRef<number | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // on paper nothing is scrolled
    if (!printing && scrolledTo.current !== null) element.scrollTop = scrolledTo.current;
    scrolledTo.current = printing ? element.scrollTop : null;
  }, [printing]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // the field below grows while the user types, and would cover the end
    const observer = new ResizeObserver(() => {
      if (atEnd.current) virtualizer.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [virtualizer]);

  // a smooth scroll would stop at the first turn that is measured on the way
  const jump = (event: KeyboardEvent) => {
    if (event.key === "Home") virtualizer.scrollToOffset(0);
    else if (event.key === "End") virtualizer.scrollToEnd();
    else return;
    event.preventDefault();
  };

  const rows = virtualizer.getVirtualItems();
  return (
    <div className={styles.frame} data-focus-falls-to="[data-question], section">
      <section
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
        tabIndex={0}
        aria-label={t.conversations.messages}
        onKeyDown={jump}
        onScroll={({ currentTarget: { scrollHeight, clientHeight, scrollTop } }) => {
          atEnd.current = scrollHeight - clientHeight - scrollTop <= NEAR_END;
        }}
      >
        <div className={styles.all} style={{ height: virtualizer.getTotalSize() }}>
          <ol
            className={styles.drawn}
            style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}
          >
            {rows.map(({ index }) => {
              const turn = turns[index];
              return (
                turn && (
                  <li
                    key={index}
                    // what is measured is the screen's, so that it is as it was afterwards
                    ref={printing ? undefined : virtualizer.measureElement}
                    data-index={index}
                    className={`${styles.turn} ${index === foundIndex ? styles.found : ""}`}
                    data-focus-falls-to="[data-question]"
                    aria-setsize={turns.length}
                    aria-posinset={index + 1}
                  >
                    <TurnView
                      number={index + 1}
                      isNewest={index === turns.length - 1}
                      {...turn}
                      actions={actions}
                    />
                  </li>
                )
              );
            })}
          </ol>
        </div>
      </section>
      {!virtualizer.isAtEnd() && (
        <IconButton
          className={styles.jump}
          label={t.conversations.jumpToLatest}
          icon={<DownIcon />}
          onClick={() => virtualizer.scrollToEnd()}
        />
      )}
    </div>
  );
}

/** Returns the index of the turn with a message; -1 if there is none. */
function indexOfMessage(turns: readonly Turn[], messageId: string | null): number {
  if (messageId === null) return -1;
  return turns.findIndex(
    ({ questionId, stored }) => questionId === messageId || stored?.message_id === messageId,
  );
}
