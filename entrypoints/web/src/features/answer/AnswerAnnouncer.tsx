import { useEffect, useEffectEvent, useRef, useState } from "react";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import { type Answer, isOpen } from "./answer";
import { plainText } from "./plainText";
import { endingOf } from "./reading";

/** The announcement is removed after this time, so that the text is not on the page twice. */
const REMOVE_AFTER_MS = 3_000;

/** Announces to screen readers that an answer is being written, and its text when it ends. */
export function AnswerAnnouncer({ answer }: { answer: Answer }) {
  const open = isOpen(answer);
  const wasOpen = useRef(false);
  const [words, setWords] = useState("");
  const announceWhole = useEffectEvent(() => setWords(wholeOf(answer)));

  useEffect(() => {
    if (open) setWords(t.answer.beingWritten);
    else if (wasOpen.current) announceWhole();
    wasOpen.current = open;
    const timer = setTimeout(() => setWords(""), REMOVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [open]);

  return (
    <VisuallyHidden>
      <span role="status">{words}</span>
    </VisuallyHidden>
  );
}

function wholeOf(answer: Answer): string {
  return [plainText(answer), endingOf(answer)].filter(Boolean).join("\n");
}
