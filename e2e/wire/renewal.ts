import { expect } from '@playwright/test';
import type { Json } from './exchange.ts';

/** Fields that are new in each response. */
const NEW = new Set([
  'token',
  'objectKey',
  'url',
  'etag',
  'versionId',
  'requestId',
  'message',
  'expiresInSeconds',
]);

/** Replaces the values of a recording, such as tokens and URLs, by those of a new upload. */
export class Renewal {
  readonly #values = new Map<string, string>();

  /** From now on, `recorded` stands for `live`. */
  learn(recorded: string, live: string): void {
    this.#values.set(recorded, live);
  }

  /** The same request, for the new upload. */
  renew<Value extends Json>(value: Value): Value;
  renew(value: Json): Json {
    if (typeof value === 'string') return this.#values.get(value) ?? value;
    if (isList(value)) return value.map((item) => this.renew(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, this.renew(item)]),
    );
  }

  /**
   * Checks a response of today's backend, and learns its values. It must have all that the recorded response had. It may have
   * more, because pages ignore what they do not know.
   *
   * @param path where the values are, for the message of a failure
   */
  compare(recorded: Json, live: Json | undefined, path: string, isNew = false): void {
    if (isList(recorded)) {
      expect(live, path).toHaveLength(recorded.length);
      for (const [i, item] of recorded.entries()) {
        this.compare(item, (live as readonly Json[])[i], `${path}[${i}]`, isNew);
      }
    } else if (recorded !== null && typeof recorded === 'object') {
      const fields = (live ?? {}) as Readonly<Record<string, Json>>;
      for (const [name, item] of Object.entries(recorded)) {
        // A form's fields hold its signature.
        this.compare(
          item,
          fields[name],
          `${path}.${name}`,
          isNew || NEW.has(name) || name === 'fields',
        );
      }
    } else if (isNew) {
      expect(typeof live, path).toBe(typeof recorded);
      if (typeof recorded === 'string') this.learn(recorded, String(live));
    } else expect(live, path).toBe(this.renew(recorded));
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
