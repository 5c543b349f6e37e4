import { paragraphsOf } from "@/lib/layout";
import styles from "./StoredText.module.css";

/** Words of a document as they are stored, with the lines of wrapped prose joined. */
export function StoredText({ children }: { children: string }) {
  return (
    <span className={styles.text}>
      {paragraphsOf(children).map(({ text, isJoined }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs never change places
        <span key={index} className={isJoined ? styles.joined : undefined}>
          {text}
        </span>
      ))}
    </span>
  );
}
