import { useState } from "react";
import { readStored, writeStored } from "@/lib/stored";

/** The pages of a file as they are printed, or its text. */
export type View = "pages" | "text";

const KEY = "quoth-reader-view";

/** Returns the view of documents that have pages, which the browser remembers. */
export function useView(): [View, (view: View) => void] {
  const [view, setView] = useState<View>(() => (readStored(KEY) === "text" ? "text" : "pages"));
  return [
    view,
    (next) => {
      setView(next);
      writeStored(KEY, next);
    },
  ];
}
