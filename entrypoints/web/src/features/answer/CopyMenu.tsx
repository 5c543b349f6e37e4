import { useEffect, useState } from "react";
import { writeToClipboard } from "@/lib/clipboard";
import { Button } from "@/ui/Button";
import { CheckIcon, CopyIcon } from "@/ui/icons";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import type { Answer } from "./answer";
import { withCitations } from "./copyWithCitations";

const SHOWN_FOR_MS = 2_500;

/** Copies an answer as Markdown, with its citations as footnotes. */
export function CopyButton({ answer }: { answer: Answer }) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    setOutcome((await writeToClipboard(withCitations(answer))) ? "copied" : "failed");
  }

  const message = outcome && { copied: "Copied", failed: "Could not copy" }[outcome];
  return (
    <>
      <Button
        look="quiet"
        icon={outcome === "copied" ? <CheckIcon /> : <CopyIcon />}
        onClick={copy}
      >
        {message ?? "Copy with citations"}
      </Button>
      <VisuallyHidden>
        <span role="status">{message}</span>
      </VisuallyHidden>
    </>
  );
}
