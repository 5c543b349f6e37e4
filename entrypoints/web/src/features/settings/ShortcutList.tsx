import { IS_MAC } from "@/lib/platform";
import { t, type Words } from "@/words/all";
import styles from "./ShortcutList.module.css";

type Shortcut = keyof Words["settings"]["shortcuts"];

function shortcuts(): readonly [Shortcut, readonly (readonly string[])[]][] {
  const { ctrl, enter, shift, esc } = t.shortcuts.keyNames;
  return [
    ["search", [[IS_MAC ? "⌘" : ctrl, "K"]]],
    ["field", [["/"]]],
    ["send", [[enter]]],
    ["newLine", [[shift, enter]]],
    ["recall", [["↑"]]],
    ["stop", [[esc]]],
    ["quotations", [["["], ["]"]]],
    ["matches", [[enter], [shift, enter]]],
    ["shortcuts", [["?"]]],
  ];
}

/** What each key does. */
export function ShortcutList() {
  return (
    <dl className={styles.list}>
      {shortcuts().map(([what, ways]) => (
        <div key={what} className={styles.row}>
          <dt>{t.settings.shortcuts[what]}</dt>
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
