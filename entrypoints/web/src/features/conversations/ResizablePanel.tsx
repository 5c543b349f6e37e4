import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { readStored, writeStored } from "@/lib/stored";
import { t } from "@/words";
import styles from "./ResizablePanel.module.css";

const KEY = "quoth-panel-width";
/** In pixels. */
const LEAST = 360;
const LEFT_BESIDE = 320;
const STEP = 32;

interface Props {
  /** The id of its heading. */
  labelledBy: string;
  children: ReactNode;
}

/** A panel at the side of the page whose width is dragged, and remembered by the browser. */
export function ResizablePanel({ labelledBy, children }: Props) {
  const panel = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(() => Number(readStored(KEY)) || null);
  /** What the edge says of itself, from when it has focus. */
  const [measured, setMeasured] = useState({ now: LEAST, most: LEAST });

  const most = () =>
    Math.max(LEAST, (panel.current?.parentElement?.clientWidth ?? 0) - LEFT_BESIDE);
  const resize = (wanted: number) => {
    const next = Math.round(Math.min(Math.max(wanted, LEAST), most()));
    setWidth(next);
    writeStored(KEY, `${next}`);
  };
  const reset = () => {
    setWidth(null);
    writeStored(KEY, null);
  };
  const current = () => panel.current?.offsetWidth ?? LEAST;

  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = panel.current?.getBoundingClientRect();
    if (box) resize(isFromTheRight() ? event.clientX - box.left : box.right - event.clientX);
  };
  const press = (event: KeyboardEvent) => {
    const towardEnd = isFromTheRight() ? STEP : -STEP;
    const change = { ArrowLeft: -towardEnd, ArrowRight: towardEnd }[event.key];
    if (change !== undefined) resize(current() + change);
    else if (event.key === "Home") resize(LEAST);
    else if (event.key === "End") resize(most());
    else if (event.key === "Enter") reset();
    else return;
    event.preventDefault();
  };

  return (
    <aside
      ref={panel}
      className={styles.panel}
      aria-labelledby={labelledBy}
      data-focus-falls-to="h2"
      style={width === null ? undefined : { width }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be dragged */}
      <div
        role="separator"
        className={styles.edge}
        aria-orientation="vertical"
        aria-label={t.conversations.panelWidth}
        title={t.conversations.panelWidthHint}
        aria-valuemin={LEAST}
        aria-valuenow={width ?? measured.now}
        aria-valuemax={Math.max(width ?? LEAST, measured.now, measured.most)}
        tabIndex={0}
        onFocus={() => setMeasured({ now: current(), most: most() })}
        onPointerDown={(event) => {
          event.preventDefault(); // it would select text
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={drag}
        onDoubleClick={reset}
        onKeyDown={press}
      />
      {children}
    </aside>
  );
}

/** Whether the page is written from right to left, so that the panel stands on its left. */
function isFromTheRight(): boolean {
  return document.documentElement.dir === "rtl";
}
