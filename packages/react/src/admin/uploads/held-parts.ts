import type { AdminUpload, UploadPartsResponse } from '@slipway/protocol';
import { useEffect, useMemo } from 'react';
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
  /** Calls back after a moment. Returns a function that cancels it. */
  readonly wait: (then: () => void) => () => void;
}

/** The most concurrent requests. Each makes the backend list the parts of one upload on S3. */
const PARALLEL = 4;

/**
 * Requests once what each upload holds, but only for uploads that stay visible for a moment, not for those that scroll
 * by. After a reload of the list, the cells show the old answer until the new one arrives.
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

  /** Sets the uploads that are visible now. */
  readonly show = (uploads: readonly AdminUpload[]): void => {
    this.#inSight = uploads;
    this.#callOff?.();
    this.#callOff = this.#options.wait(() => this.#askAll());
  };

  /** Cancels requests in flight. Showing an upload requests it again. */
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

/** How long a row must stay visible before a request, in milliseconds: longer than a fast scroll shows it. */
const REST_MS = 150;

/** Requests what uploads hold while the component is mounted. */
export function useHeldParts(client: AdminClient): HeldParts {
  const held = useMemo(() => new HeldParts({ client, wait: rest }), [client]);
  useEffect(() => () => held.stop(), [held]);
  return held;
}

function rest(then: () => void): () => void {
  const timer = setTimeout(then, REST_MS);
  return () => clearTimeout(timer);
}
