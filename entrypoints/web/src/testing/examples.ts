/** Examples of a property, the same in every run. */

/** Chooses at random, from a seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Returns a whole number from 0 up to, but not including, a limit. */
  below(limit: number): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  oneOf<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** Returns up to so many of these, joined. */
  joined(most: number, choices: readonly [string, ...string[]]): string {
    return Array.from({ length: this.below(most + 1) }, () => this.oneOf(choices)).join("");
  }

  /** Returns a span of a text of this length, which may be empty. */
  span(length: number): { start: number; end: number } {
    const [start = 0, end = 0] = [this.below(length + 1), this.below(length + 1)].sort(
      (one, other) => one - other,
    );
    return { start, end };
  }
}

/** Checks a property on so many examples; a failure names the seed of its example. */
export function forExamples(count: number, check: (chance: Chance) => void): void {
  for (let seed = 1; seed <= count; seed += 1) {
    try {
      check(new Chance(seed));
    } catch (cause) {
      throw new Error(`seed ${seed}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }
}
