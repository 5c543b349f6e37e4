/** Quoth's own manual, a document to try Quoth with. */

import manualUrl from "@docs/manual.md?url";
import { t } from "@/words";

export const FILENAME = "quoth-manual.md";

/** Questions that the manual answers. */
export const MANUAL_QUESTIONS = [
  "What happens when I delete a document?",
  "Which files can Quoth read?",
  "Where are my documents stored?",
] as const;

/** Fetches the manual that is bundled with the client. */
export async function fetchManual(): Promise<File> {
  const response = await fetch(manualUrl).catch(() => null);
  if (!response?.ok) {
    throw new Error(t.conversations.manualNotLoaded);
  }
  return new File([await response.text()], FILENAME, { type: "text/markdown" });
}
