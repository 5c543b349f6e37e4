import { codePointLength, sliceByCodePoints } from "@quoth/client";
import type { StoredWords } from "@/lib/place";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { type Highlight, quotedIn } from "./highlight";
import type { Span } from "./rows";
import styles from "./StoredPassage.module.css";

interface Props {
  /** The words that are saved with the answer; undefined if there are none. */
  words: StoredWords | undefined;
  highlight: Highlight | undefined;
  /** Whether the document is there, and only the version to show is not kept any more. */
  isForgotten?: boolean;
}

/** What remains of a deleted document: the passage that an answer used, its quotation marked. */
export function StoredPassage({ words, highlight, isForgotten = false }: Props) {
  const isVerified = highlight?.standing !== "unverified";
  const kept = isVerified ? t.reader.keepsUsed : t.reader.keepsNamed;
  const versionGone = highlight ? t.reader.versionGone : t.reader.earlierGone;
  return (
    <div className={styles.remains}>
      <Notice kind="warning">
        {isForgotten ? versionGone : t.reader.documentGone}
        {!isVerified && ` ${t.reader.wordsNotVerified}`}
        {words && ` ${kept}`}
      </Notice>
      {words && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
        <section className={styles.passage} aria-label={t.reader.savedPassage} tabIndex={0}>
          {partsOf(words, quotedIn(highlight)).map(({ text, isQuoted }, index) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change places
            isQuoted ? <mark key={index}>{text}</mark> : text,
          )}
        </section>
      )}
    </div>
  );
}

interface Part {
  text: string;
  isQuoted: boolean;
}

/** Returns the words before, in and after the highlight. */
function partsOf({ text, start }: StoredWords, highlight: Span | undefined): Part[] {
  const length = codePointLength(text);
  const within = (offset: number) => Math.min(Math.max(offset - start, 0), length);
  const from = within(highlight?.start ?? start);
  const to = within(highlight?.end ?? start);
  return [
    { text: sliceByCodePoints(text, 0, from), isQuoted: false },
    { text: sliceByCodePoints(text, from, to), isQuoted: true },
    { text: sliceByCodePoints(text, to, length), isQuoted: false },
  ].filter((part) => part.text !== "");
}
