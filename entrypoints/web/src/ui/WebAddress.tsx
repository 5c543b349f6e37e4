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

/**
 * An address that a model wrote, in full. A click offers to open it, and a second one does.
 *
 * It is no link, so that nothing is fetched ahead, and no click opens it that was meant otherwise.
 */
export function WebAddress({ address }: { address: string }) {
  const [isOffered, setOffered] = useState(false);
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    return <span className={styles.plain}>{address}</span>;
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
  return words.split(ADDRESS).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a growing text only adds parts
    <Fragment key={index}>{index % 2 === 1 ? <WebAddress address={part} /> : part}</Fragment>
  ));
}
