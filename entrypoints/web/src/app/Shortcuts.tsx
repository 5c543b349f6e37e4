import { type RefObject, Suspense, useEffect, useState } from "react";
import { IS_MAC } from "@/lib/platform";
import { useKeys } from "@/lib/useKeys";
import { lazyPart } from "@/ui/lazyPart";
import { t } from "@/words";
import { focusPage } from "./FocusOnNavigation";

/** Loaded after the first page. */
export const CommandPalette = lazyPart(
  async () => (await import("./CommandPalette")).CommandPalette,
);
export const ShortcutsDialog = lazyPart(
  async () => (await import("./ShortcutsDialog")).ShortcutsDialog,
);

export type Shown = "commands" | "shortcuts" | null;

interface Props {
  main: RefObject<HTMLElement | null>;
  shown: Shown;
  onShow(shown: Shown): void;
}

/** The keys that work on every page, and what they open. */
export function Shortcuts({ main, shown, onShow }: Props) {
  // a dialog stays once it was opened, so that it can return focus when it closes
  const [opened, setOpened] = useState<ReadonlySet<Shown>>(new Set());
  if (shown !== null && !opened.has(shown)) setOpened(new Set([...opened, shown]));

  useKeys({
    "?": () => {
      if (!isInDialog()) onShow("shortcuts");
    },
    "/": () => {
      if (isInDialog()) return;
      const field = searchField();
      if (field === null) onShow("commands");
      else field.focus();
      field?.select();
    },
  });

  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (!isCommandKey(event) || event.defaultPrevented || isInDialog()) return;
      event.preventDefault(); // browsers search the web with it
      onShow("commands");
    };
    window.addEventListener("keydown", open);
    return () => window.removeEventListener("keydown", open);
  }, [onShow]);

  const close = () => onShow(null);
  return (
    <Suspense>
      {opened.has("commands") && (
        <CommandPalette
          open={shown === "commands"}
          onClose={close}
          onShowShortcuts={() => onShow("shortcuts")}
          onNavigated={() => {
            if (main.current !== null) focusPage(main.current);
          }}
        />
      )}
      {opened.has("shortcuts") && <ShortcutsDialog open={shown === "shortcuts"} onClose={close} />}
    </Suspense>
  );
}

/** Returns what opens the command palette, as it is written on keyboards. */
export function commandKeys(): string {
  return `${IS_MAC ? "⌘" : t.shortcuts.keyNames.ctrl} K`;
}

/** On a Mac, Ctrl+K deletes to the end of the line. */
function isCommandKey({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  const isHeld = IS_MAC ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  return key.toLowerCase() === "k" && isHeld && !altKey && !shiftKey;
}

/** Whether a dialog is open, which has focus then, and keeps what is behind it from use. */
function isInDialog(): boolean {
  return document.activeElement?.closest("[role=dialog]") != null;
}

/** The search field of the page, else that of the sidebar; null if none is shown. */
function searchField(): HTMLInputElement | null {
  const fields = document.querySelectorAll<HTMLInputElement>("input[type=search]");
  const shown = [...fields].filter((field) => field.checkVisibility());
  return shown.find((field) => field.closest("main") !== null) ?? shown[0] ?? null;
}
