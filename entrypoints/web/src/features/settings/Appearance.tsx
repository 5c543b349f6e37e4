import { useId } from "react";
import { chooseTheme, type Theme, useTheme } from "@/lib/theme";
import { t } from "@/words/all";
import styles from "./SettingsPage.module.css";

const THEMES: readonly (Theme | null)[] = [null, "light", "dark"];

/** Chooses the theme. */
export function Appearance() {
  const name = useId();
  const chosen = useTheme();
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{t.settings.theme}</legend>
      <div className={styles.inline}>
        {THEMES.map((theme) => (
          <label key={theme} className={styles.choice}>
            <input
              type="radio"
              name={name}
              checked={chosen === theme}
              onChange={() => chooseTheme(theme)}
            />
            {t.settings.themes[theme ?? "system"]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
