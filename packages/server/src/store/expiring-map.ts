/** The clock and the size limit of an {@link ExpiringMap}. */
export interface ExpiringMapOptions<Value = unknown> {
  /** Now, in milliseconds since the epoch. */
  readonly now: () => number;
  /** The most entries it holds at a time. */
  readonly maxEntries: number;
  /** Which entries a full map evicts after the expired ones. @defaultValue those closest to expiry */
  readonly evicted?: 'first to expire' | 'last to expire' | undefined;
  /** Called for each entry that a full map evicts before it has expired. @defaultValue none */
  readonly onEvicted?: ((value: Value) => void) | undefined;
}

interface Entry<Value> {
  readonly value: Value;
  readonly expiresAt: number;
}

/** A full map evicts this share at once, which spreads the cost of sorting over many entries. */
const EVICTED_SHARE = 0.1;

/** A map whose entries expire. A full map evicts expired entries first. */
export class ExpiringMap<Value> {
  readonly #now: () => number;
  readonly #maxEntries: number;
  readonly #keepsFirst: boolean;
  readonly #onEvicted: ExpiringMapOptions<Value>['onEvicted'];
  readonly #entries = new Map<string, Entry<Value>>();

  constructor({ now, maxEntries, evicted, onEvicted }: ExpiringMapOptions<Value>) {
    this.#now = now;
    this.#maxEntries = maxEntries;
    this.#keepsFirst = evicted === 'last to expire';
    this.#onEvicted = onEvicted;
  }

  /** How many entries it holds, including expired ones that have not been read since. */
  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    return this.#living(key)?.value;
  }

  /** Milliseconds until the entry expires, or 0 if there is none. */
  endsInMs(key: string): number {
    const entry = this.#living(key);
    return entry ? entry.expiresAt - this.#now() : 0;
  }

  set(key: string, value: Value, ttlMs: number): void {
    if (this.#entries.size >= this.#maxEntries && !this.#entries.has(key)) this.#makeRoom();
    this.#entries.set(key, { value, expiresAt: this.#now() + ttlMs });
  }

  /** All values that have not expired. */
  *values(): Generator<Value> {
    for (const { value, expiresAt } of this.#entries.values()) {
      if (expiresAt > this.#now()) yield value;
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  #living(key: string): Entry<Value> | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.expiresAt > this.#now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  #makeRoom(): void {
    const now = this.#now();
    const room = this.#maxEntries - Math.ceil(this.#maxEntries * EVICTED_SHARE);
    for (const [key, { expiresAt }] of this.#entries) {
      if (expiresAt <= now) this.#entries.delete(key);
    }
    const byEnd = [...this.#entries].sort(([, a], [, b]) => a.expiresAt - b.expiresAt);
    if (this.#keepsFirst) byEnd.reverse();
    for (const [key, { value }] of byEnd.slice(0, Math.max(0, byEnd.length - room))) {
      this.#entries.delete(key);
      this.#onEvicted?.(value);
    }
  }
}
