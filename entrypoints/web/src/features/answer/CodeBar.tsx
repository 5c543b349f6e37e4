import { useEffect, useState } from "react";
import { writeToClipboard } from "@/lib/clipboard";
import { CheckIcon, CopyIcon } from "@/ui/icons";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import styles from "./CodeBar.module.css";

const SHOWN_FOR_MS = 2_500;

type State = "idle" | "copied" | "failed";

/** The bar above a piece of code: its language, and a button that copies it. */
export function CodeBar({ language, code }: { language: string; code: string }) {
  const [state, setState] = useState<State>("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const words = {
    idle: t.answer.copyCode,
    copied: t.common.copied,
    failed: t.common.couldNotCopy,
  }[state];
  return (
    <div className={styles.bar} data-screen-only>
      <span>{language}</span>
      <button
        type="button"
        className={styles.copy}
        onClick={async () => setState((await writeToClipboard(code)) ? "copied" : "failed")}
      >
        {state === "copied" ? <CheckIcon /> : <CopyIcon />}
        {words}
      </button>
      <VisuallyHidden>
        <span role="status">{state !== "idle" && words}</span>
      </VisuallyHidden>
    </div>
  );
}
