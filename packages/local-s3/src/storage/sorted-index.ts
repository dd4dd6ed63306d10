/** Compares two keys as S3 orders them: by their UTF-8 bytes, which is the order of code points. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above all others, though their units are below U+E000.
    const xHigh = x >= 0xd800 && x <= 0xdfff;
    const yHigh = y >= 0xd800 && y <= 0xdfff;
    return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
  }
  return a.length - b.length;
}

/** A map whose keys can be walked in S3's order. Sorted when asked, not on each change. */
export class SortedIndex<T> {
  readonly #items = new Map<string, T>();
  #sorted: readonly string[] | undefined;

  get size(): number {
    return this.#items.size;
  }

  get(key: string): T | undefined {
    return this.#items.get(key);
  }

  set(key: string, item: T): void {
    if (!this.#items.has(key)) this.#sorted = undefined;
    this.#items.set(key, item);
  }

  delete(key: string): boolean {
    const existed = this.#items.delete(key);
    if (existed) this.#sorted = undefined;
    return existed;
  }

  values(): Iterable<T> {
    return this.#items.values();
  }

  keys(): readonly string[] {
    this.#sorted ??= [...this.#items.keys()].sort(compareKeys);
    return this.#sorted;
  }
}
