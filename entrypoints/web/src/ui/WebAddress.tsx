import { Fragment, type ReactNode, useState } from "react";
import { t } from "@/words";
import styles from "./WebAddress.module.css";

/** Not in an address; but (…) can be. */
const STOP = "\\s<>\"'`|()[\\]{}";
const IN_BRACKETS = `\\([^${STOP}]*\\)`;

/** An address in a text: without what ends a sentence, a quotation or brackets behind it. */
const ADDRESS = new RegExp(
  `(https?://(?:[^${STOP}]|${IN_BRACKETS})*(?:[^${STOP}.,;:!?…]|${IN_BRACKETS}))`,
  "i",
);

interface Props {
  address: string;
  /** What is written right behind it, such as a bracket: no button comes between. */
  after?: string;
}

/**
 * An address that a model wrote, in full. A click offers to open it, and a second one does.
 *
 * It is no link, so that nothing is fetched ahead, and no click opens it that was meant otherwise.
 */
export function WebAddress({ address, after = "" }: Props) {
  const [isOffered, setOffered] = useState(false);
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    return (
      <span className={styles.plain}>
        {address}
        {after}
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        className={styles.address}
        data-printed
        aria-expanded={isOffered}
        onClick={() => setOffered(!isOffered)}
      >
        {address}
      </button>
      {after}
      {isOffered && (
        <button
          type="button"
          className={styles.open}
          onClick={() => {
            setOffered(false);
            window.open(address, "_blank", "noopener,noreferrer");
          }}
        >
          {t.markdown.openInNewTab}
        </button>
      )}
    </>
  );
}

/** Returns words with the addresses in them, which can be opened. */
export function withAddresses(words: string): ReactNode {
  if (!words.includes("://")) return words;
  const parts = words.split(ADDRESS);
  const endOf = (index: number) => /^[^\s\p{L}]*/u.exec(parts[index] ?? "")?.[0] ?? "";
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a growing text only adds parts
    <Fragment key={index}>
      {index % 2 === 1 ? (
        <WebAddress address={part} after={endOf(index + 1)} />
      ) : (
        part.slice(index > 0 ? endOf(index).length : 0)
      )}
    </Fragment>
  ));
}
