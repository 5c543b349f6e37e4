import { chooseSingleKeys, useSingleKeys } from "@/lib/useKeys";
import { t } from "@/words/all";
import styles from "./SettingsPage.module.css";
import { ShortcutList } from "./ShortcutList";

/** The shortcuts, and whether single keys are among them. */
export function Keyboard() {
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t.settings.keyboard}</h2>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={useSingleKeys()}
          onChange={({ target }) => chooseSingleKeys(target.checked)}
        />
        <span>{t.settings.singleKeys(<kbd>/</kbd>)}</span>
      </label>
      <details>
        <summary className={styles.summary}>{t.settings.allShortcuts}</summary>
        <ShortcutList />
      </details>
    </section>
  );
}
