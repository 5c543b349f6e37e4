import { useQuery } from "@tanstack/react-query";
import { useEffect, useId } from "react";
import type { Model } from "@/api/types";
import { t } from "@/words";
import { chooseModel, useChosenModel } from "./chosenModel";
import styles from "./ModelChoice.module.css";
import { modelsQuery } from "./models";

/** Chooses the model that is to answer; shown if there are several. */
export function ModelChoice() {
  const id = useId();
  const chosen = useChosenModel();
  const { data } = useQuery(modelsQuery());
  const isGone = chosen !== null && data !== undefined && !data.some(({ name }) => name === chosen);

  useEffect(() => {
    if (isGone) chooseModel(null); // the server's list has changed since it was chosen
  }, [isGone]);

  if (data === undefined || data.length < 2) return null;
  return (
    <p className={styles.choice}>
      <label htmlFor={id}>{t.models.answerBy}</label>
      <select
        id={id}
        value={chosen ?? data.find((model) => model.default)?.name}
        onChange={({ target }) => {
          const isDefault = data.some((model) => model.default && model.name === target.value);
          chooseModel(isDefault ? null : target.value);
        }}
      >
        {data.map((model) => (
          <option key={model.name} value={model.name}>
            {inWords(model)}
          </option>
        ))}
      </select>
    </p>
  );
}

function inWords({ name, provider, available }: Model): string {
  const what = provider === "extractive" ? t.models.quotations : name;
  return available ? what : t.models.failedLastTime(what);
}
