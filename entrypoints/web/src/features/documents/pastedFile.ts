import { t } from "@/words/all";

const MAX_NAME_LENGTH = 60;

/** Returns a text as a file, which is named after its first line if no name is given. */
export function pastedFile(name: string, text: string): File {
  const firstLine = text.trim().split("\n", 1)[0] ?? "";
  const words = (name.trim() || firstLine.replace(/^#+\s*/, "").slice(0, MAX_NAME_LENGTH))
    // a name is no path, and these end one
    .replace(/[\\/\s\p{Cc}]+/gu, " ")
    .trim();
  const hasEnding = /\.(?:md|txt|markdown)$/i.test(words);
  return new File([text], hasEnding ? words : `${words || t.documents.untitledText}.md`, {
    type: "text/markdown",
  });
}
