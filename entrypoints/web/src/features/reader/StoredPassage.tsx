import { toIndex } from "@quoth/client";
import { paragraphsOf } from "@/lib/layout";
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
          {partsOf(words, quotedIn(highlight)).map(({ text, isQuoted, isJoined }, index) => {
            const Part = isQuoted ? "mark" : "span";
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change places
              <Part key={index} className={isJoined ? styles.joined : undefined}>
                {text}
              </Part>
            );
          })}
        </section>
      )}
    </div>
  );
}

interface Part {
  text: string;
  isQuoted: boolean;
  /** Whether it is of wrapped prose, whose line ends are blanks. */
  isJoined: boolean;
}

/** Returns the paragraphs of the words, each cut where the highlight begins and ends. */
function partsOf({ text, start }: StoredWords, highlight: Span | undefined): Part[] {
  const from = toIndex(text, Math.max((highlight?.start ?? start) - start, 0));
  const to = toIndex(text, Math.max((highlight?.end ?? start) - start, 0));
  let begin = 0;
  return paragraphsOf(text).flatMap(({ text: words, isJoined }) => {
    const offset = begin;
    begin += words.length;
    const [first, last] = [Math.max(from - offset, 0), Math.max(to - offset, 0)];
    return [
      { text: words.slice(0, first), isQuoted: false, isJoined },
      { text: words.slice(first, last), isQuoted: true, isJoined },
      { text: words.slice(last), isQuoted: false, isJoined },
    ].filter((part) => part.text !== "");
  });
}
