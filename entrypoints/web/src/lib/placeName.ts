/** Places in documents, in words. */

import type { Citation, Considered, Source } from "@/api/types";
import { t } from "@/words";

/** What knows its place: a citation, or a passage. */
export type Quoted = Pick<
  Citation | Source | Considered,
  "filename" | "page" | "slide" | "sheet" | "row" | "part" | "section"
>;

/** Returns a place as people name it: `report.pdf, page 12, Liquidity`. */
export function placeName(quoted: Quoted): string {
  return [quoted.filename, placeWithin(quoted)].filter(Boolean).join(", ");
}

/** Returns a place within its document: `page 12, Liquidity`; empty if only offsets are known. */
export function placeWithin({ page, slide, sheet, row, part, section }: Omit<Quoted, "filename">) {
  const heading = section.at(-1);
  // a slide without a title and a sheet stand under headings that only say so
  const isSaid = heading === sheet || heading === `Slide ${slide}`;
  return [
    page !== null && t.places.page(page),
    slide !== null && t.places.slide(slide),
    sheet !== null && t.places.sheet(sheet),
    row !== null && t.places.row(row),
    part,
    !isSaid && heading,
  ]
    .filter(Boolean)
    .join(", ");
}
