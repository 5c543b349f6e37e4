import { useEffect } from "react";
import { isolated } from "./isolated";

/** Sets the title of the page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "Quoth" ? title : `${isolated(title)} · Quoth`;
  }, [title]);
}
