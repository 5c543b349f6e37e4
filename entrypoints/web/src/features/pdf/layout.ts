/** Lays the pages of a PDF out below each other. */

import { drawnWidth } from "./geometry";

export interface PageSize {
  width: number;
  height: number;
}

/** The pages in pixels of the screen, each entry for the page with that index. */
export interface PageLayout {
  tops: readonly number[];
  widths: readonly number[];
  heights: readonly number[];
  /** The height of all pages with the gaps between them. */
  total: number;
  /** The width of the widest page. */
  widest: number;
}

/** A place on a page, which stays in sight while the sizes of pages change. */
export interface Anchor {
  index: number;
  /** Of the height of the page. */
  fraction: number;
}

export const PAGE_GAP = 16;

/** Returns the layout of pages whose sizes in points are given. */
export function layoutOf(
  count: number,
  sizeOf: (index: number) => PageSize,
  available: number,
  zoom: number,
): PageLayout {
  const tops: number[] = [];
  const widths: number[] = [];
  const heights: number[] = [];
  let top = PAGE_GAP;
  for (let index = 0; index < count; index += 1) {
    const { width, height } = sizeOf(index);
    const drawn = drawnWidth(available, width, zoom);
    const drawnHeight = Math.round((drawn * height) / width);
    tops.push(top);
    widths.push(drawn);
    heights.push(drawnHeight);
    top += drawnHeight + PAGE_GAP;
  }
  return {
    tops,
    widths,
    heights,
    total: top,
    widest: widths.reduce((most, width) => Math.max(most, width), 0),
  };
}

/** Returns the index of the page at a height; the first or last one outside of them. */
export function pageAt({ tops }: PageLayout, y: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function anchorAt(layout: PageLayout, y: number): Anchor {
  const index = pageAt(layout, y);
  const height = layout.heights[index] ?? 0;
  return { index, fraction: height > 0 ? (y - (layout.tops[index] ?? 0)) / height : 0 };
}

/** Returns where an anchor is, from the top of the first page. */
export function heightOf(layout: PageLayout, { index, fraction }: Anchor): number {
  return (layout.tops[index] ?? 0) + fraction * (layout.heights[index] ?? 0);
}
