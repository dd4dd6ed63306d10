/** Compares two keys as S3 orders them: by their UTF-8 bytes, which is the order of code points. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates encode the highest code points, although their code units are below U+E000.
    const xHigh = x >= 0xd800 && x <= 0xdfff;
    const yHigh = y >= 0xd800 && y <= 0xdfff;
    return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
  }
  return a.length - b.length;
}

/**
 * Items by name, which can also be listed in order. The first listing sorts them. From then on, each change keeps the
 * order, so a listing costs nothing.
 */
export class SortedIndex<T> {
  readonly #items = new Map<string, T>();
  readonly #compare: (a: T, b: T) => number;
  #sorted: T[] | undefined;

  /** @param compare the order; 0 only for items of one name */
  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.size;
  }

  get(name: string): T | undefined {
    return this.#items.get(name);
  }

  set(name: string, item: T): void {
    this.delete(name);
    this.#items.set(name, item);
    this.#sorted?.splice(this.#place(this.#sorted, item), 0, item);
  }

  delete(name: string): boolean {
    const item = this.#items.get(name);
    if (item === undefined) return false;
    this.#items.delete(name);
    this.#sorted?.splice(this.#place(this.#sorted, item), 1);
    return true;
  }

  /** All items in order. Valid until the next change. */
  values(): readonly T[] {
    this.#sorted ??= [...this.#items.values()].sort(this.#compare);
    return this.#sorted;
  }

  #place(sorted: readonly T[], item: T): number {
    return firstIndex(sorted, (other) => this.#compare(other, item) >= 0);
  }
}

/** The index of the first item that fits in a sorted list. All items after it must fit too. */
export function firstIndex<T>(sorted: readonly T[], fits: (item: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
