import { Tooltip, TooltipAnchor, TooltipProvider } from "@ariakit/react";
import { createContext, useContext, useId, useRef, useState } from "react";
import type { Citation, Source } from "@/api/types";
import { useIsOpened } from "@/lib/openedPlace";
import { type Place, placeOfCitation, placeOfSource } from "@/lib/place";
import { placeName } from "@/lib/placeName";
import { isFocusReturned } from "@/lib/returnFocus";
import { StoredText } from "@/ui/StoredText";
import { t } from "@/words";
import styles from "./CitationMark.module.css";
import { PlaceName } from "./PlaceName";
import type { SourceNumbers } from "./sourceNumbers";

/** What all marks of an answer share. */
interface MarksContext {
  sources: readonly Source[];
  numbers: SourceNumbers;
  /** Whether more citations may arrive. */
  open: boolean;
  onOpen(place: Place): void;
}

export const MarksContext = createContext<MarksContext>({
  sources: [],
  numbers: new Map(),
  open: false,
  onOpen: () => undefined,
});

type Standing = "verified" | "unverified" | "gone" | "unverifiedGone" | "checking" | "unsupported";

interface Props {
  sourceId: number;
  /** The citation of the mark; undefined if the answer only names the source. */
  citation: Citation | undefined;
}

/** The number of a source. Hover or focus shows the quotation, a click opens its place. */
export function CitationMark({ sourceId, citation }: Props) {
  const { sources, numbers, open: isOpen, onOpen } = useContext(MarksContext);
  const number = numbers.get(sourceId) ?? sourceId;
  const [shown, setShown] = useState(false);
  const tooltipId = useId();
  /** Whether the card stays away, because the reader has seen it: until the next visit. */
  const isQuiet = useRef(false);
  const source = sources.find(({ source_id }) => source_id === sourceId);
  const place = citation ? placeOfCitation(citation, source) : source && placeOfSource(source);
  const isOpened = useIsOpened(place);
  const quoted = citation ?? source;
  if (!quoted) return `[${sourceId}]`;

  const standing = standingOf(citation, source, isOpen);
  const open = () => {
    isQuiet.current = true;
    setShown(false);
    if (place) onOpen(place);
  };
  return (
    <TooltipProvider
      open={shown}
      setOpen={(isShown) => setShown(isShown && !isQuiet.current)}
      timeout={250}
      placement="top"
    >
      <TooltipAnchor
        render={
          <button
            type="button"
            data-printed
            data-citation={citation?.citation_id}
            data-source={sourceId}
          />
        }
        className={`${styles.mark} ${styles[standing]}`}
        aria-label={t.answer.mark(number, t.answer.standing[standing], placeName(quoted))}
        aria-current={isOpened || undefined}
        aria-describedby={shown ? tooltipId : undefined}
        onClick={open}
        onFocus={() => {
          isQuiet.current = isFocusReturned();
        }}
        onMouseEnter={() => {
          isQuiet.current = false;
        }}
      >
        {number}
        {citation?.verified === false && "?"}
      </TooltipAnchor>
      <Tooltip
        id={tooltipId}
        className={styles.card}
        unmountOnHide
        // inside the page's content, but outside the list, which would clip it
        portalElement={() => document.querySelector("main") ?? document.body}
      >
        {citation && (
          <q className={styles.quotation} dir="auto">
            <StoredText>{citation.cited_text}</StoredText>
          </q>
        )}
        <span className={styles.filename}>
          <PlaceName quoted={quoted} />
        </span>
        <span className={`${styles.standing} ${styles[`${standing}Words`] ?? ""}`}>
          {t.answer.standingExplained[standing]}
        </span>
      </Tooltip>
    </TooltipProvider>
  );
}

function standingOf(
  citation: Citation | undefined,
  source: Source | undefined,
  open: boolean,
): Standing {
  if ((citation ?? source)?.gone) return citation?.verified === false ? "unverifiedGone" : "gone";
  if (!citation) return open ? "checking" : "unsupported";
  return citation.verified ? "verified" : "unverified";
}
