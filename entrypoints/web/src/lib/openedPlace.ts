import { createContext, useContext } from "react";
import { isAt, type PanelAddress } from "./panelAddress";
import type { Place } from "./place";

/** What the panel shows now; null if it is closed. */
export const OpenedPlace = createContext<PanelAddress | null>(null);

/** Whether the panel shows this place. */
export function useIsOpened(place: Place | undefined): boolean {
  const opened = useContext(OpenedPlace);
  return place !== undefined && opened?.kind === "document" && isAt(place, opened);
}
