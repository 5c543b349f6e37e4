import { describe, expect, test } from "vitest";
import { codePointLength, sliceByCodePoints, toIndex } from "./codePoints";

describe("offsets in code points", () => {
  test("are indices where every character is one unit", () => {
    expect(toIndex("häuser", 3)).toBe(3);
    expect(codePointLength("häuser")).toBe(6);
  });

  test("skip both halves of a character beyond the basic plane", () => {
    expect(toIndex("a😀b", 2)).toBe(3);
    expect(codePointLength("a😀b")).toBe(3);
    expect(sliceByCodePoints("😀😀pump😀", 2, 6)).toBe("pump");
  });

  test("end where the text ends", () => {
    expect(toIndex("ab", 9)).toBe(2);
    expect(toIndex("😀", 9)).toBe(2);
    expect(sliceByCodePoints("ab", 1, 9)).toBe("b");
  });
});
