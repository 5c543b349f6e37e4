import { useState } from "react";
import type { Within } from "@/api/types";
import { ScopeName } from "@/features/collections";
import { writeToClipboard } from "@/lib/clipboard";
import { IconButton } from "@/ui/Button";
import { CheckIcon, CopyIcon, EditIcon } from "@/ui/icons";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import styles from "./QuestionView.module.css";

interface Props {
  /** The number of the question in the conversation, from 1. */
  number: number;
  question: string;
  within: Within | null;
  onEdit(question: string): void;
}

/** A question with its actions. */
export function QuestionView({ number, question, within, onEdit }: Props) {
  return (
    <div className={styles.question}>
      <h2>
        <VisuallyHidden>{t.conversations.question(number)}</VisuallyHidden>
      </h2>
      <p className={styles.text} dir="auto">
        {question}
      </p>
      {within && (
        <p className={styles.scope}>{t.conversations.askedOf(<ScopeName scope={within} />)}</p>
      )}
      <div className={styles.actions}>
        <IconButton
          label={t.conversations.editQuestion}
          icon={<EditIcon />}
          onClick={() => onEdit(question)}
        />
        <CopyButton text={question} />
      </div>
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");

  const copy = async () => setState((await writeToClipboard(text)) ? "copied" : "refused");

  const label = {
    idle: t.conversations.copyQuestion,
    copied: t.common.copied,
    refused: t.common.couldNotCopy,
  }[state];
  return (
    <>
      <IconButton
        label={label}
        icon={state === "copied" ? <CheckIcon /> : <CopyIcon />}
        onClick={() => void copy()}
        onBlur={() => setState("idle")}
        onPointerLeave={() => setState("idle")}
      />
      <span role="status">
        <VisuallyHidden>{state === "idle" ? "" : label}</VisuallyHidden>
      </span>
    </>
  );
}
