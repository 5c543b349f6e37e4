import { expect, test } from "vitest";
import { boxesOf, drawnWidth, nextZoom } from "./geometry";

/** A viewport of a page that is 200 points wide and 400 high, shown as it is. */
const upright = {
  width: 200,
  height: 400,
  convertToViewportRectangle: ([x0 = 0, y0 = 0, x1 = 0, y1 = 0]: number[]) => [
    x0,
    400 - y0,
    x1,
    400 - y1,
  ],
};

/** The same page, turned by 90 degrees. */
const turned = {
  width: 400,
  height: 200,
  convertToViewportRectangle: ([x0 = 0, y0 = 0, x1 = 0, y1 = 0]: number[]) => [y0, x0, y1, x1],
};

test("turns a rectangle with its origin at the bottom into percent from the top", () => {
  expect(boxesOf([[20, 300, 120, 320]], upright)).toEqual([
    { left: 10, top: 20, width: 50, height: 5 },
  ]);
});

test("follows the rotation of a page", () => {
  expect(boxesOf([[20, 300, 120, 320]], turned)).toEqual([
    { left: 75, top: 10, width: 5, height: 50 },
  ]);
});

test("cuts rectangles at the edge of the page, and leaves out those behind it", () => {
  const boxes = boxesOf(
    [
      [-20, 300, 100, 320],
      [300, 300, 320, 320],
    ],
    upright,
  );
  expect(boxes).toEqual([{ left: 0, top: 20, width: 50, height: 5 }]);
});

test("fits a page to the width, but does not blow a small one up", () => {
  expect(drawnWidth(800, 600, 1)).toBe(800);
  expect(drawnWidth(800, 600, 1.5)).toBe(1200);
  expect(drawnWidth(800, 100, 1)).toBe(250);
});

test("zooms in steps, to an end", () => {
  expect(nextZoom(1, "in")).toBe(1.25);
  expect(nextZoom(1, "out")).toBe(0.75);
  expect(nextZoom(4, "in")).toBe(4);
  expect(nextZoom(0.5, "out")).toBe(0.5);
});
