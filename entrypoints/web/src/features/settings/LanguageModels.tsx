import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { Model } from "@/api/types";
import { chooseModel, modelsQuery, useChosenModel } from "@/features/models";
import { t } from "@/words";
import styles from "./SettingsPage.module.css";
import { State } from "./State";

/** Chooses which of the server's models is to answer. */
export function LanguageModels() {
  const name = useId();
  const models = useQuery(modelsQuery());
  const items = models.data ?? [];
  const stored = useChosenModel();
  const chosen = items.find((each) => each.name === stored) ?? items.find((each) => each.default);

  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{t.settings.languageModel}</legend>
      {items.map((model) => (
        <label key={model.name} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={model === chosen}
            onChange={() => chooseModel(model.default ? null : model.name)}
          />
          <span>
            <bdi>{nameOf(model)}</bdi>
            {model.default && <small className={styles.tag}>{t.settings.default}</small>}
            <small className={styles.detail}>{factsOf(model)}</small>
            {model.problem !== null && (
              <small className={styles.problem}>
                Failed when it was last used: {model.problem}
              </small>
            )}
          </span>
        </label>
      ))}
      <State query={models} />
      {items.length === 1 && (
        <p className={styles.hint}>
          The server has one. <code>GROQ_API_KEY</code> or <code>QUOTH_LANGUAGE_MODEL</code> in the
          server's settings sets another one, and <code>QUOTH_MODELS_FILE</code> names several to
          choose from.
        </p>
      )}
    </fieldset>
  );
}

function nameOf({ name, provider }: Model): string {
  return provider === "extractive" ? t.common.quotationsOnly : name;
}

function factsOf({ provider, context_window, price_in, price_out }: Model): string {
  if (provider === "extractive") return t.settings.addsNothing;
  const window = `reads up to ${context_window.toLocaleString("en")} tokens`;
  const price =
    price_in === null || price_out === null
      ? ""
      : `, ${price_in} for a million tokens read and ${price_out} for a million written`;
  return `${provider}, ${window}${price}`;
}
