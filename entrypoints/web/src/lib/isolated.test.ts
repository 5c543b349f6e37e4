import { expect, test } from "vitest";
import { isolated } from "./isolated";

test("text that reads from right to left is isolated from the words around it", () => {
  expect(isolated("دليل.txt")).toBe("\u2068دليل.txt\u2069");
  expect(isolated("valves.md")).toBe("valves.md");
});
