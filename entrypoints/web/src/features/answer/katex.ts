/** KaTeX, which draws formulas, with its style sheet and fonts: loaded with the first formula. */

import { t } from "@/words";

type Katex = typeof import("katex")["default"];

/** KaTeX as soon as it is there. */
export const katex: { loaded: Katex | null } = { loaded: null };

let loading: Promise<void> | null = null;

/** Loads KaTeX; a failure is tried again with the next formula. */
export function loadKatex(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<void> {
  const { default: module } = await import("katex");
  await loadStyleSheet(module.version);
  katex.loaded = module;
}

function loadStyleSheet(version: string): Promise<void> {
  const folder = import.meta.env.DEV ? "/node_modules/katex/dist" : `/assets/katex-${version}`;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = `${folder}/katex.min.css`;
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(t.server.formulasNotLoaded));
    };
    document.head.append(link);
  });
}
