/** Where things stand on the pages of a PDF, and how large pages are drawn. */

/** A rectangle in the points of a PDF, whose origin is at the bottom left: x0, y0, x1, y1. */
export type Rectangle = readonly number[];

/** The rectangles of a quotation on its page, which counts from 1. */
export interface PageRectangles {
  page: number;
  rectangles: readonly Rectangle[];
}

/** A part of a page in percent of its width and height, from its top left corner. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What pdf.js knows about how a page is shown: rotated, cropped, scaled. */
export interface PageViewport {
  width: number;
  height: number;
  convertToViewportRectangle(rectangle: number[]): number[];
}

/** A page is not enlarged beyond this by fitting it to the width. */
const MOST_FITTED_SCALE = 2.5;
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;

/** Returns the parts of a shown page that rectangles cover; those outside of the page are left out. */
export function boxesOf(rectangles: readonly Rectangle[], viewport: PageViewport): Box[] {
  return rectangles.flatMap((rectangle) => {
    const [xa = 0, ya = 0, xb = 0, yb = 0] = viewport.convertToViewportRectangle([...rectangle]);
    const left = percent(Math.min(xa, xb), viewport.width);
    const top = percent(Math.min(ya, yb), viewport.height);
    const width = percent(Math.max(xa, xb), viewport.width) - left;
    const height = percent(Math.max(ya, yb), viewport.height) - top;
    return width > 0 && height > 0 ? [{ left, top, width, height }] : [];
  });
}

/** Returns the width at which a page is drawn, in pixels of the screen. */
export function drawnWidth(available: number, pageWidth: number, zoom: number): number {
  return Math.round(Math.min(available, pageWidth * MOST_FITTED_SCALE) * zoom);
}

/** Returns the next larger or smaller zoom; the same at the end of the scale. */
export function nextZoom(zoom: number, direction: "in" | "out"): number {
  const next =
    direction === "in" ? ZOOMS.find((each) => each > zoom) : ZOOMS.findLast((each) => each < zoom);
  return next ?? zoom;
}

function percent(position: number, length: number): number {
  return (100 * Math.min(Math.max(position, 0), length)) / length;
}
