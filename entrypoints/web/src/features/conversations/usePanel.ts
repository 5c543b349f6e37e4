import { useCallback, useEffect, useRef, useState } from "react";
import type { Panel } from "./SidePanel";

/** The state of the side panel. Closing it returns focus to the element that opened it. */
export function usePanel(sessionId: string | null) {
  const [shown, setShown] = useState<{ on: string | null; panel: Panel } | null>(null);
  const opener = useRef<Element | null>(null);
  const panel = shown?.on === sessionId ? shown.panel : null;
  const isOpen = panel !== null;

  useEffect(() => {
    if (isOpen) return;
    if (opener.current instanceof HTMLElement) opener.current.focus();
    opener.current = null;
  }, [isOpen]);

  const show = useCallback(
    (next: Panel) => {
      opener.current ??= document.activeElement;
      setShown({ on: sessionId, panel: next });
    },
    [sessionId],
  );
  const close = useCallback(() => setShown(null), []);

  return { panel, show, close };
}
