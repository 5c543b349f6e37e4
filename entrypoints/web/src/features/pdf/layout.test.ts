import { expect, test } from "vitest";
import { anchorAt, heightOf, layoutOf, PAGE_GAP, pageAt } from "./layout";

const sizes = [
  { width: 100, height: 200 },
  { width: 200, height: 100 },
  { width: 100, height: 100 },
];
const sizeOf = (index: number) => sizes[index] ?? { width: 100, height: 100 };

test("lays pages out below each other, each as wide as there is room", () => {
  const { tops, widths, heights, total, widest } = layoutOf(3, sizeOf, 200, 1);
  expect(widths).toEqual([200, 200, 200]);
  expect(heights).toEqual([400, 100, 200]);
  expect(tops).toEqual([PAGE_GAP, 400 + 2 * PAGE_GAP, 500 + 3 * PAGE_GAP]);
  expect(total).toBe(700 + 4 * PAGE_GAP);
  expect(widest).toBe(200);
});

test("finds the page at a height, also in gaps and outside of the pages", () => {
  const layout = layoutOf(3, sizeOf, 200, 1);
  expect(pageAt(layout, -50)).toBe(0);
  expect(pageAt(layout, 400 + PAGE_GAP)).toBe(0);
  expect(pageAt(layout, 400 + 2 * PAGE_GAP)).toBe(1);
  expect(pageAt(layout, 1_000_000)).toBe(2);
});

test("finds a place on a page again after the pages have got another size", () => {
  const anchor = anchorAt(layoutOf(3, sizeOf, 200, 1), 400 + 2 * PAGE_GAP + 50);
  expect(anchor).toEqual({ index: 1, fraction: 0.5 });
  expect(heightOf(layoutOf(3, sizeOf, 100, 2), anchor)).toBe(400 + 2 * PAGE_GAP + 50);
  expect(heightOf(layoutOf(3, sizeOf, 100, 1), anchor)).toBe(200 + 2 * PAGE_GAP + 25);
});
