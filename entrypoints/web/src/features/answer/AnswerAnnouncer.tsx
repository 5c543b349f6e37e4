import { useEffect, useEffectEvent, useRef, useState } from "react";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import { type Answer, isOpen } from "./answer";
import { cutTo } from "./literal";
import { plainText } from "./plainText";
import { endingOf } from "./reading";

/** The announcement is removed after this time, so that the text is not on the page twice. */
const REMOVE_AFTER_MS = 3_000;

/**
 * The most characters that are read aloud, which takes ten minutes. All of a very long answer would
 * hold the page up when it ends, and is on the page.
 */
const MOST_ANNOUNCED = 10_000;

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
  const { text } = answer;
  const end = text.length > MOST_ANNOUNCED ? endOfLine(text, MOST_ANNOUNCED) : text.length;
  return [plainText(cutTo(end, answer)), endingOf(answer)].filter(Boolean).join("\n");
}

/** Returns where the last whole line before an index ends; the index if it is in the first. */
function endOfLine(text: string, index: number): number {
  const end = text.lastIndexOf("\n", index);
  return end > 0 ? end : index;
}
