import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { Model } from "@/api/types";
import { chooseModel, modelsQuery, useChosenModel } from "@/features/models";
import { t } from "@/words/all";
import { number } from "@/words/format";
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
              <small className={styles.problem}>{t.settings.failedLast(model.problem)}</small>
            )}
          </span>
        </label>
      ))}
      <State query={models} />
      {items.length === 1 && (
        <p className={styles.hint}>
          {t.settings.oneModel(
            <code>GROQ_API_KEY</code>,
            <code>QUOTH_LANGUAGE_MODEL</code>,
            <code>QUOTH_MODELS_FILE</code>,
          )}
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
  const facts = t.settings.readsUpTo(provider, context_window);
  if (price_in === null || price_out === null) return facts;
  return t.settings.price(facts, price(price_in), price(price_out));
}

function price(amount: number): string {
  return number(amount, { maximumFractionDigits: 20 }); // as it was set
}
