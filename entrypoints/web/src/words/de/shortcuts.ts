import type { Words } from "@/words/all";

export const shortcuts: Words["shortcuts"] = {
  keyNames: { ctrl: "Strg", enter: "Eingabe", shift: "Umschalt", esc: "Esc" },
};
