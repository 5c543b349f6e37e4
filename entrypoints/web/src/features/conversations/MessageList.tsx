import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from "react";
import { Button } from "@/ui/Button";
import styles from "./MessageList.module.css";
import { type TurnActions, TurnView } from "./TurnView";
import type { Turn } from "./turns";

/** A guess, until a turn is measured. */
const TURN_HEIGHT = 320;
/** This close to the end a reader is at the end, and stays there while text comes in. */
const NEAR_END = 60;

interface Props {
  turns: readonly Turn[];
  /** How many questions were asked on this page: whoever asks is taken to the end. */
  asked: number;
  actions: TurnActions;
}

/** The turns of a conversation. Only what is near is drawn, so that thousands scroll smoothly. */
export function MessageList({ turns, asked, actions }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const virtualizer = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => TURN_HEIGHT,
    overscan: 4,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR_END,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a question asked is the reason to go
  useLayoutEffect(() => virtualizer.scrollToEnd(), [virtualizer, asked]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // the field below grows with what is typed, and would cover the end
    const observer = new ResizeObserver(() => {
      if (atEnd.current) virtualizer.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [virtualizer]);

  // a glide there, as browsers have it, ends at the first turn that is measured on the way
  const jump = (event: KeyboardEvent) => {
    if (event.key === "Home") virtualizer.scrollToOffset(0);
    else if (event.key === "End") virtualizer.scrollToEnd();
    else return;
    event.preventDefault();
  };

  const rows = virtualizer.getVirtualItems();
  return (
    <div className={styles.frame}>
      <section
        ref={scroller}
        className={styles.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        aria-label="Questions and answers"
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
                    ref={virtualizer.measureElement}
                    data-index={index}
                    className={styles.turn}
                    aria-setsize={turns.length}
                    aria-posinset={index + 1}
                  >
                    <TurnView number={index + 1} {...turn} actions={actions} />
                  </li>
                )
              );
            })}
          </ol>
        </div>
      </section>
      {!virtualizer.isAtEnd() && (
        <Button className={styles.jump} onClick={() => virtualizer.scrollToEnd()}>
          Jump to the newest
        </Button>
      )}
    </div>
  );
}
