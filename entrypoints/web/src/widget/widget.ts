/**
 * The help box for other pages:
 *
 *     <script src="https://docs.example/widget.js" data-key="quoth_…" async></script>
 */

import { Quoth } from "@quoth/client";
import { Conversation } from "./conversation";
import { HelpBox } from "./HelpBox";
import { t } from "./words";

const script = document.currentScript;

if (script instanceof HTMLScriptElement) {
  const { key, title = t.title, collections, theme } = script.dataset;
  const server = new URL(".", script.src).href;
  const names = (collections ?? "").split(",").map((name) => name.trim());
  const chosen = names.filter((name) => name !== "");
  const conversation = new Conversation(
    new Quoth({ server, key }),
    visitStorage(),
    `quoth:${server}:${chosen.join()}`,
    chosen.length > 0 ? { collections: chosen } : undefined,
  );
  const box = new HelpBox(conversation, title, theme);
  window.addEventListener("pagehide", () => conversation.save());
  whenThereIsABody(() => {
    document.body.append(box.host);
    void conversation.resume();
  });
}

function whenThereIsABody(then: () => void): void {
  if (document.body !== null) then();
  else document.addEventListener("DOMContentLoaded", then, { once: true });
}

/** Returns what lasts as long as the tab; or as the page, where a browser forbids more. */
function visitStorage(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  try {
    return window.sessionStorage;
  } catch {
    const { getItem, setItem, removeItem } = inMemory();
    return { getItem, setItem, removeItem };
  }
}

function inMemory() {
  const values = new Map<string, string>();
  return {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  };
}
