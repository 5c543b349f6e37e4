import { useEffect, useEffectEvent, useRef, useState } from "react";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { type Answer, isOpen } from "./answer";
import { plainText } from "./plainText";
import { endingOf } from "./reading";

/** Afterwards the words would only stand on the page twice. */
const FORGET_AFTER_MS = 3_000;

/** Tells those who do not see it that an answer is being written, and at its end all of it at once. */
export function AnswerAnnouncer({ answer }: { answer: Answer }) {
  const open = isOpen(answer);
  const wasOpen = useRef(false);
  const [words, setWords] = useState("");
  const tellWhole = useEffectEvent(() => setWords(wholeOf(answer)));

  useEffect(() => {
    if (open) setWords("Answer is being written");
    else if (wasOpen.current) tellWhole();
    wasOpen.current = open;
    const timer = setTimeout(() => setWords(""), FORGET_AFTER_MS);
    return () => clearTimeout(timer);
  }, [open]);

  return (
    <VisuallyHidden>
      <span role="status">{words}</span>
    </VisuallyHidden>
  );
}

function wholeOf(answer: Answer): string {
  return [plainText(answer.text), endingOf(answer)].filter(Boolean).join("\n");
}
