/** Modules that are loaded when they are needed, however often that fails. */

/**
 * Why a module could not be loaded.
 *
 * `away`: the server does not respond · `updated`: it serves other files than this page was made
 * of · `refused`: it responds, but the browser does not load the module again.
 */
export type LoadFailure = "away" | "updated" | "refused";

type LazyState<T> =
  | { kind: "loading" }
  | { kind: "loaded"; value: T }
  | { kind: "failed"; failure: LoadFailure; attempts: number };

export class LazyModule<T> {
  readonly #import: () => Promise<T>;
  readonly #listeners = new Set<() => void>();
  #state: LazyState<T> = { kind: "loading" };
  #attempt: Promise<void> | null = null;

  constructor(load: () => Promise<T>) {
    this.#import = load;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): LazyState<T> => this.#state;

  /** Loads the module, or tries again; does nothing once it is loaded. Never rejects. */
  load = (): Promise<void> => {
    if (this.#state.kind === "loaded") return Promise.resolve();
    this.#attempt ??= this.#tryToLoad().finally(() => {
      this.#attempt = null;
    });
    return this.#attempt;
  };

  async #tryToLoad(): Promise<void> {
    try {
      this.#set({ kind: "loaded", value: await this.#import() });
      return;
    } catch {
      // the reason that browsers give is only for developers
    }
    const server = await serverState();
    if (server !== "same") return this.#fail(server);
    try {
      // the server has come back in the meantime
      this.#set({ kind: "loaded", value: await this.#import() });
    } catch {
      this.#fail("refused");
    }
  }

  #fail(failure: LoadFailure): void {
    const attempts = this.#state.kind === "failed" ? this.#state.attempts + 1 : 1;
    this.#set({ kind: "failed", failure, attempts });
  }

  #set(state: LazyState<T>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Returns whether the server responds, and whether it serves the files of this page. */
async function serverState(): Promise<"away" | "updated" | "same"> {
  try {
    const response = await fetch("/", { cache: "no-store" });
    if (!response.ok) return "away";
    const page = await response.text();
    const script = document.querySelector("script[type=module]")?.getAttribute("src") ?? "";
    return page.includes(script) ? "same" : "updated";
  } catch {
    return "away";
  }
}
