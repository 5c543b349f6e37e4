import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { modelsQuery } from "@/features/models";
import { useTitle } from "@/lib/useTitle";
import { t } from "@/words/all";
import { Appearance } from "./Appearance";
import { Keyboard } from "./Keyboard";
import { LanguageModels } from "./LanguageModels";
import { LanguageOfPages } from "./LanguageOfPages";
import { ServerParts } from "./ServerParts";
import { ServerSettings, settingsQuery } from "./ServerSettings";
import styles from "./SettingsPage.module.css";
import { State } from "./State";
import { Storage, usageQuery } from "./Storage";

/** The choices of this browser, and how the server is set up. */
export function SettingsPage() {
  useTitle(t.common.settings);
  // What comes late would move all below it, so these are drawn at once, when all came or failed.
  // Then they stay: one that failed is asked for again as soon as it is drawn.
  const parts = [useQuery(modelsQuery()), useQuery(usageQuery()), useQuery(settingsQuery())];
  const awaited = parts.find(({ isPending, failureCount }) => isPending && failureCount === 0);
  const [isDrawn, setIsDrawn] = useState(false);
  if (!awaited && !isDrawn) setIsDrawn(true);
  return (
    <div className={styles.page}>
      <h1>{t.common.settings}</h1>
      <p className={styles.hint}>{t.settings.ofThisBrowser}</p>
      <LanguageOfPages />
      <Appearance />
      {awaited && !isDrawn ? (
        <State query={awaited} />
      ) : (
        <>
          <LanguageModels />
          <Keyboard />
          <h2>{t.settings.server}</h2>
          <p className={styles.hint}>
            {t.settings.serverHint(<code>.env</code>, <code>quoth</code>)}
          </p>
          <Storage />
          <ServerSettings />
          <ServerParts />
        </>
      )}
    </div>
  );
}
