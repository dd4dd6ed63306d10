import type { AdminUpload, UploadPartsResponse } from '@slipway/protocol';
import type { AdminClient } from '../admin-client.ts';
import { uploadKey } from './upload-key.ts';

/** What an upload holds, or why that is unknown. `undefined` while the request is in flight. */
export type HeldState =
  | { readonly parts: UploadPartsResponse }
  | { readonly error: unknown }
  | undefined;

/** What {@link HeldParts} needs. */
export interface HeldPartsOptions {
  readonly client: Pick<AdminClient, 'showParts'>;
  /** Calls back after a moment. Answers what calls that off. */
  readonly wait: (then: () => void) => () => void;
}

/** Each is a request of its own, which asks S3 for the parts of one upload. */
const PARALLEL = 4;

/**
 * Asks what uploads hold: only of those that stay in sight for a moment, not of those that fly by, and once each.
 * What was known of an upload before the list was read anew is shown until the new answer is there.
 */
export class HeldParts {
  readonly #options: HeldPartsOptions;
  readonly #known = new Map<string, HeldState>();
  readonly #listeners = new Set<() => void>();
  #asked = new WeakSet<AdminUpload>();
  #inSight: readonly AdminUpload[] = [];
  #running = 0;
  #controller = new AbortController();
  #callOff: (() => void) | undefined;

  constructor(options: HeldPartsOptions) {
    this.#options = options;
  }

  get(upload: AdminUpload): HeldState {
    return this.#known.get(uploadKey(upload));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells which uploads are in sight now. */
  readonly show = (uploads: readonly AdminUpload[]): void => {
    this.#inSight = uploads;
    this.#callOff?.();
    this.#callOff = this.#options.wait(() => this.#askAll());
  };

  /** Calls off what is asked. It can be asked again by showing it. */
  stop(): void {
    this.#callOff?.();
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#asked = new WeakSet();
    this.#inSight = [];
  }

  #askAll(): void {
    while (this.#running < PARALLEL) {
      const upload = this.#inSight.find((one) => !this.#asked.has(one));
      if (upload === undefined) return;
      this.#asked.add(upload);
      this.#running += 1;
      void this.#ask(upload).finally(() => {
        this.#running -= 1;
        this.#askAll();
      });
    }
  }

  async #ask(upload: AdminUpload): Promise<void> {
    const { signal } = this.#controller;
    const state = await this.#options.client.showParts(upload, signal).then(
      (parts) => ({ parts }),
      (error: unknown) => ({ error }),
    );
    if (signal.aborted) return;
    this.#known.set(uploadKey(upload), state);
    for (const listener of this.#listeners) listener();
  }
}
