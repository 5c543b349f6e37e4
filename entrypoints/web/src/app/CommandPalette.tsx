import {
  Combobox,
  ComboboxGroup,
  ComboboxGroupLabel,
  ComboboxItem,
  ComboboxList,
  ComboboxProvider,
  Dialog,
} from "@ariakit/react";
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import { useMe } from "@/lib/me";
import { Spinner } from "@/ui/Spinner";
import { useDebounced } from "@/ui/useDebounced";
import { t } from "@/words";
import styles from "./CommandPalette.module.css";
import { actionsMatching, type Command, pagesMatching } from "./commands";
import { useFound } from "./useFound";

interface Props {
  open: boolean;
  onClose(): void;
  onShowShortcuts(): void;
  /** Moves focus to the page, once another one was opened. */
  onNavigated(): void;
}

/** A field that finds questions, documents, pages and actions. */
export function CommandPalette({ open, onClose, onShowShortcuts, onNavigated }: Props) {
  const [, navigate] = useLocation();
  const isAdmin = useMe().data?.role === "admin";
  const [text, setText] = useState("");
  const words = text.trim();
  const settled = useDebounced(words);
  const found = useFound(settled, open);
  // Enter opens the first, so what other words have found must not be among them
  const isSettled = settled === words;
  const isLoading = !isSettled || found.isLoading;
  const hasNavigated = useRef(false);

  const choose = ({ target }: Command) => {
    onClose();
    if (typeof target === "function") return target();
    hasNavigated.current = true;
    navigate(target);
  };

  const groups = [
    { name: t.app.groups.questions, commands: isSettled ? found.questions : [] },
    { name: t.app.groups.documents, commands: isSettled ? found.documents : [] },
    { name: t.app.groups.pages, commands: pagesMatching(words, isAdmin) },
    { name: t.app.groups.actions, commands: actionsMatching(words, onShowShortcuts) },
  ].filter(({ commands }) => commands.length > 0);

  return (
    <Dialog
      open={open}
      onClose={onClose}
      unmountOnHide
      autoFocusOnHide={() => {
        setText("");
        if (!hasNavigated.current) return true;
        hasNavigated.current = false;
        onNavigated();
        return false;
      }}
      aria-label={t.app.searchAndCommands}
      className={styles.palette}
      backdrop={<div className={styles.backdrop} />}
    >
      <ComboboxProvider
        focusLoop={false}
        includesBaseElement={false}
        value={text}
        setValue={setText}
      >
        <Combobox
          autoFocus
          autoSelect="always"
          aria-label={t.app.find}
          placeholder={t.app.find}
          className={styles.field ?? ""}
        />
        <ComboboxList alwaysVisible aria-label={t.app.found} className={styles.list}>
          {groups.map(({ name, commands }) => (
            <ComboboxGroup key={name}>
              <ComboboxGroupLabel className={styles.group}>{name}</ComboboxGroupLabel>
              {commands.map((command) => (
                <ComboboxItem
                  key={command.id}
                  value={command.id}
                  focusOnHover
                  hideOnClick={false}
                  setValueOnClick={false}
                  onClick={() => choose(command)}
                  className={styles.item}
                >
                  <span className={styles.label} dir="auto">
                    {command.label}
                  </span>
                </ComboboxItem>
              ))}
            </ComboboxGroup>
          ))}
        </ComboboxList>
        <p role="status" className={styles.state}>
          {isLoading ? (
            <>
              <Spinner /> {t.common.searching}
            </>
          ) : (
            groups.length === 0 && t.app.nothingFound(words)
          )}
        </p>
      </ComboboxProvider>
    </Dialog>
  );
}
