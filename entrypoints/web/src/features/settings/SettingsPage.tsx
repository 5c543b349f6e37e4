import { useTitle } from "@/lib/useTitle";
import { t } from "@/words";
import { Appearance } from "./Appearance";
import { Keyboard } from "./Keyboard";
import { LanguageModels } from "./LanguageModels";
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
      <p className={styles.hint}>
        What you choose in the first three sections is stored in this browser and holds for it
        alone.
      </p>
      <Appearance />
      <LanguageModels />
      <Keyboard />
      <h2>{t.settings.server}</h2>
      <p className={styles.hint}>
        Whoever runs the server changes what follows. A name in capitals is a variable: set it in
        the server's environment or in its file <code>.env</code>, and restart it. What begins with{" "}
        <code>quoth</code> is a command to run there.
      </p>
      <Storage />
      <ServerSettings />
      <ServerParts />
    </div>
  );
}
