import { useEffect, useState } from "react";
import { writeToClipboard } from "@/lib/clipboard";
import { CheckIcon, CopyIcon } from "@/ui/icons";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import styles from "./CodeBar.module.css";

const SHOWN_FOR_MS = 2_500;
const WORDS = { idle: "Copy code", copied: "Copied", failed: "Could not copy" } as const;

/** The bar above a piece of code: its language, and a button that copies it. */
export function CodeBar({ language, code }: { language: string; code: string }) {
  const [state, setState] = useState<keyof typeof WORDS>("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);

  return (
    <div className={styles.bar} data-screen-only>
      <span>{language}</span>
      <button
        type="button"
        className={styles.copy}
        onClick={async () => setState((await writeToClipboard(code)) ? "copied" : "failed")}
      >
        {state === "copied" ? <CheckIcon /> : <CopyIcon />}
        {WORDS[state]}
      </button>
      <VisuallyHidden>
        <span role="status">{state !== "idle" && WORDS[state]}</span>
      </VisuallyHidden>
    </div>
  );
}
