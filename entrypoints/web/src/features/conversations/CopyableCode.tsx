import { useRef, useState } from "react";
import { IconButton } from "@/ui/Button";
import { CheckIcon, CopyIcon } from "@/ui/icons";
import { t } from "@/words";
import styles from "./CopyableCode.module.css";

/** A line of code with a button that copies it. */
export function CopyableCode({ code }: { code: string }) {
  const element = useRef<HTMLElement>(null);
  const [state, setState] = useState<"idle" | "copied" | "selected">("idle");

  async function copy() {
    try {
      await navigator.clipboard.writeText(code);
      setState("copied");
    } catch {
      // browsers have no clipboard API if the page was loaded over plain HTTP from another machine
      if (element.current) window.getSelection()?.selectAllChildren(element.current);
      setState("selected");
    }
  }

  return (
    <div className={styles.line}>
      <code ref={element} className={styles.code}>
        {code}
      </code>
      <span role="status" className={styles.state}>
        {state === "copied" && t.common.copied}
        {state === "selected" && t.conversations.copySelected}
      </span>
      <IconButton
        label={t.conversations.copyText(code)}
        icon={state === "copied" ? <CheckIcon /> : <CopyIcon />}
        onClick={() => void copy()}
      />
    </div>
  );
}
