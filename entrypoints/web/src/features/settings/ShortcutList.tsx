import { IS_MAC } from "@/lib/platform";
import styles from "./ShortcutList.module.css";

const COMMAND = IS_MAC ? "⌘" : "Ctrl";

const SHORTCUTS: readonly [string, readonly (readonly string[])[]][] = [
  ["Search, or go to a page, a question or a document", [[COMMAND, "K"]]],
  ["Go to the search field; in an open document, find words", [["/"]]],
  ["Send the question", [["Enter"]]],
  ["New line in the question", [["Shift", "Enter"]]],
  ["Bring the last question back into the empty field", [["↑"]]],
  ["Stop the answer that is being written; close what is open", [["Esc"]]],
  ["Previous and next quotation", [["["], ["]"]]],
  ["Next and previous match of the words to find", [["Enter"], ["Shift", "Enter"]]],
  ["Show these shortcuts", [["?"]]],
];

/** What each key does. */
export function ShortcutList() {
  return (
    <dl className={styles.list}>
      {SHORTCUTS.map(([what, ways]) => (
        <div key={what} className={styles.row}>
          <dt>{what}</dt>
          <dd className={styles.keys}>
            {ways.map((keys) => (
              <kbd key={keys.join()} className={styles.keys}>
                {keys.map((key) => (
                  <kbd key={key} className={styles.key}>
                    {key}
                  </kbd>
                ))}
              </kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
