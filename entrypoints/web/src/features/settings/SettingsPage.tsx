import { useTitle } from "@/lib/useTitle";
import { t } from "@/words/all";
import { Appearance } from "./Appearance";
import { Keyboard } from "./Keyboard";
import { LanguageModels } from "./LanguageModels";
import { LanguageOfPages } from "./LanguageOfPages";
import { ServerParts } from "./ServerParts";
import { ServerSettings } from "./ServerSettings";
import styles from "./SettingsPage.module.css";
import { Storage } from "./Storage";

/** The choices of this browser, and how the server is set up. */
export function SettingsPage() {
  useTitle(t.common.settings);
  return (
    <div className={styles.page}>
      <h1>{t.common.settings}</h1>
      <p className={styles.hint}>{t.settings.ofThisBrowser}</p>
      <LanguageOfPages />
      <Appearance />
      <LanguageModels />
      <Keyboard />
      <h2>{t.settings.server}</h2>
      <p className={styles.hint}>{t.settings.serverHint(<code>.env</code>, <code>quoth</code>)}</p>
      <Storage />
      <ServerSettings />
      <ServerParts />
    </div>
  );
}
