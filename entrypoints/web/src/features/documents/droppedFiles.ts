/** The files in what is dropped on a page, those in folders included. */

/** What systems leave in folders without anybody's asking. */
const LEFT_BY_SYSTEMS = /^(?:\.|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i;

/**
 * Calls back with dropped files. Those in folders have their path as their name.
 *
 * What is dropped can be read only while the event is handled, so nothing is awaited before.
 */
export function takeFiles(transfer: DataTransfer, onFiles: (files: File[]) => void): void {
  const entries = Array.from(transfer.items ?? [], (item) => item.webkitGetAsEntry?.() ?? null);
  const files = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) {
    onFiles(files);
    return;
  }
  void Promise.all(entries.map((entry) => entry && filesOf(entry))).then((found) =>
    onFiles(found.flatMap((each) => each ?? [])),
  );
}

/** Returns the files of a folder that was chosen, with their paths as names. */
export function namedByPath(files: Iterable<File>): File[] {
  return Array.from(files)
    .filter(({ webkitRelativePath }) => !webkitRelativePath.split("/").some(isLeftBySystem))
    .map((file) => renamed(file, file.webkitRelativePath));
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (isLeftBySystem(entry.name)) return [];
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry).catch(() => null);
    return file ? [renamed(file, entry.fullPath.replace(/^\//, ""))] : [];
  }
  const inside = await entriesOf((entry as FileSystemDirectoryEntry).createReader());
  return (await Promise.all(inside.map(filesOf))).flat();
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Returns all entries of a folder, of which a browser gives a part at a time. */
async function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve) =>
      // a folder that cannot be read has nothing to add
      reader.readEntries(resolve, () => resolve([])),
    );
    if (part.length === 0) return all;
    all.push(...part);
  }
}

function isLeftBySystem(name: string): boolean {
  return LEFT_BY_SYSTEMS.test(name);
}

/** Returns a file under another name. Its content stays on the disk. */
function renamed(file: File, name: string): File {
  if (name === "" || name === file.name) return file;
  return new File([file], name, { type: file.type, lastModified: file.lastModified });
}
