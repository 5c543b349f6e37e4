import { expect, test, vi } from "vitest";
import { namedByPath, takeFiles } from "./droppedFiles";

function fileEntry(fullPath: string): FileSystemEntry {
  const name = fullPath.split("/").at(-1) ?? "";
  const file = new File(["text"], name, { type: "text/plain" });
  const entry = { isFile: true, isDirectory: false, name, fullPath };
  return { ...entry, file: (found: (file: File) => void) => found(file) } as never;
}

function folderEntry(fullPath: string, ...parts: FileSystemEntry[][]): FileSystemEntry {
  const left = [...parts];
  const name = fullPath.split("/").at(-1) ?? "";
  const readEntries = (found: (part: FileSystemEntry[]) => void) => found(left.shift() ?? []);
  const entry = { isFile: false, isDirectory: true, name, fullPath };
  return { ...entry, createReader: () => ({ readEntries }) } as never;
}

function transferOf(entries: FileSystemEntry[], files: File[] = []): DataTransfer {
  return { items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files } as never;
}

test("takes files as they are, at once", () => {
  const file = new File(["text"], "a.txt");
  const found = vi.fn();
  takeFiles(transferOf([fileEntry("/a.txt")], [file]), found);
  expect(found).toHaveBeenCalledWith([file]);
});

test("takes all files in a folder, each under its path", async () => {
  const inner = folderEntry("/Reports/2026", [fileEntry("/Reports/2026/q1.txt")]);
  const folder = folderEntry("/Reports", [fileEntry("/Reports/a.txt")], [inner]);
  const found = vi.fn();
  takeFiles(transferOf([folder, fileEntry("/b.txt")]), found);
  await vi.waitFor(() => expect(found).toHaveBeenCalled());
  const names = found.mock.calls[0]?.[0].map((file: File) => file.name);
  expect(names).toEqual(["Reports/a.txt", "Reports/2026/q1.txt", "b.txt"]);
});

test("leaves out what systems put into folders", async () => {
  const junk = ["/F/.DS_Store", "/F/Thumbs.db", "/F/desktop.ini", "/F/a.txt"].map(fileEntry);
  const found = vi.fn();
  takeFiles(transferOf([folderEntry("/F", junk, [folderEntry("/F/.git", junk)])]), found);
  await vi.waitFor(() => expect(found).toHaveBeenCalled());
  expect(found.mock.calls[0]?.[0].map((file: File) => file.name)).toEqual(["F/a.txt"]);
});

test("names the files of a chosen folder by their paths", () => {
  const at = (webkitRelativePath: string) =>
    Object.defineProperty(new File(["x"], "a.txt"), "webkitRelativePath", {
      value: webkitRelativePath,
    });
  const files = namedByPath([at("Reports/a.txt"), at("Reports/.git/a.txt")]);
  expect(files.map((file) => file.name)).toEqual(["Reports/a.txt"]);
});
