/** Which files can be added. The server decides; this avoids sending what it would reject. */

/** For the `accept` attribute of a file input. */
export const ACCEPTED_TYPES = ".txt,.md,.markdown,text/plain,text/markdown";
const ACCEPTED_NAME = /\.(txt|md|markdown)$/i;

/** Returns why a file cannot be added; null if the server is to decide. */
export function refusal(file: File): string | null {
  if (!ACCEPTED_NAME.test(file.name)) {
    const isFolderPerhaps = file.type === "" && !file.name.includes(".");
    return isFolderPerhaps
      ? "Not uploaded: only .txt, .md and .markdown files can be added. If this is a folder, add the files in it."
      : "Not uploaded: only .txt, .md and .markdown files can be added. Save the text in one of these formats.";
  }
  if (file.size === 0) return "Not uploaded: the file is empty.";
  return null;
}

/** Whether the browser can still read a file: it cannot once the file has changed on disk. */
export async function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}
