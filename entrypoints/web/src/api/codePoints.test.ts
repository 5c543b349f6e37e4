import { codePointLength, sliceByCodePoints, toIndex } from "@quoth/client";
import { describe, expect, test } from "vitest";

describe("offsets in code points", () => {
  test("equal indices if every character is one unit", () => {
    expect(toIndex("häuser", 3)).toBe(3);
    expect(codePointLength("häuser")).toBe(6);
  });

  test("count a surrogate pair as one", () => {
    expect(toIndex("a😀b", 2)).toBe(3);
    expect(codePointLength("a😀b")).toBe(3);
    expect(sliceByCodePoints("😀😀pump😀", 2, 6)).toBe("pump");
  });

  test("are limited to the length of the text", () => {
    expect(toIndex("ab", 9)).toBe(2);
    expect(toIndex("😀", 9)).toBe(2);
    expect(sliceByCodePoints("ab", 1, 9)).toBe("b");
  });
});
