/** How far lists were scrolled, so that a list that is opened again is where it was left. */

const offsets = new Map<string, number>();

export function readScrollOffset(list: string): number {
  return offsets.get(list) ?? 0;
}

export function storeScrollOffset(list: string, offset: number): void {
  offsets.set(list, offset);
}
