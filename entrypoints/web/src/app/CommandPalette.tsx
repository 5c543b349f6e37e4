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
    { name: "Questions", commands: isSettled ? found.questions : [] },
    { name: "Documents", commands: isSettled ? found.documents : [] },
    { name: "Pages", commands: pagesMatching(words, isAdmin) },
    { name: "Actions", commands: actionsMatching(words, onShowShortcuts) },
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
      aria-label="Search and commands"
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
          aria-label="Find a question, a document, a page or an action"
          placeholder="Find a question, a document, a page or an action"
          className={styles.field ?? ""}
        />
        <ComboboxList alwaysVisible aria-label="Found" className={styles.list}>
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
              <Spinner /> Searching…
            </>
          ) : (
            groups.length === 0 && `Nothing found for “${words}”.`
          )}
        </p>
      </ComboboxProvider>
    </Dialog>
  );
}
