import { useId, useState } from "react";
import { chooseLanguage, LANGUAGES, type Language, nameOf, useLanguage } from "@/lib/language";
import { t } from "@/words/all";
import styles from "./SettingsPage.module.css";

/** Chooses the language of the pages; each is named in itself, so that everybody finds theirs. */
export function LanguageOfPages() {
  const name = useId();
  const chosen = useLanguage();
  const [isMissing, setIsMissing] = useState(false);
  const choose = async (language: Language | null) =>
    setIsMissing(!(await chooseLanguage(language)));
  const choice = (language: Language | null) => (
    <label key={language} className={styles.choice}>
      <input
        type="radio"
        name={name}
        checked={chosen === language}
        onChange={() => void choose(language)}
      />
      {language === null ? (
        t.settings.languageAsBrowser
      ) : (
        <span lang={language}>{nameOf(language)}</span>
      )}
    </label>
  );
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{t.common.language}</legend>
      <div className={styles.inline}>{[null, ...LANGUAGES].map(choice)}</div>
      {isMissing && <p role="alert">{t.server.partNotLoaded}</p>}
    </fieldset>
  );
}
