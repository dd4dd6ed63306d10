import type { UploadPolicy } from '@slipway/protocol';
import { BATCH_WINDOWS } from './backend/batching-backend.ts';
import { browserClock } from './browser/browser-clock.ts';
import { browserConnectivity } from './browser/browser-connectivity.ts';
import { browserFrames } from './browser/browser-frames.ts';
import { browserRandom } from './browser/browser-random.ts';
import { createLazyChecksummer } from './browser/lazy-checksummer.ts';
import { browserPages, browserSessions } from './browser/lazy-resuming.ts';
import { xhrTransport } from './browser/xhr-transport.ts';
import { createEngine } from './engine/engine.ts';
import type { Uploader } from './engine/uploader.ts';
import type { UploadBackend } from './ports/backend.ts';
import type { Checksummer } from './ports/checksummer.ts';
import type { Clock } from './ports/clock.ts';
import type { Connectivity } from './ports/connectivity.ts';
import type { FrameScheduler } from './ports/frame-scheduler.ts';
import type { OtherPages } from './ports/other-pages.ts';
import type { Random } from './ports/random.ts';
import type { SessionStore } from './ports/session-store.ts';
import type { PartTransport } from './ports/transport.ts';

/** What {@link createUploader} can be told. Only `backend` is needed. */
export interface UploaderOptions {
  /** Creates uploads and presigns parts. Usually `createHttpBackend({ baseUrl: '/api' })`. */
  readonly backend: UploadBackend;
  /**
   * Preferred part size in **bytes**. Raised when needed to stay within S3's limits (5 MiB minimum,
   * 10,000 parts), never lowered. Goes before the policy's.
   *
   * @defaultValue equal parts, a multiple of `connections` in number: of 8 to 32 MiB, and up to 64 MiB over a link that
   * proved to be fast
   */
  readonly partSize?: number | undefined;
  /** Connections to S3, over all files together. @defaultValue 6, what browsers open to one host */
  readonly connections?: number | undefined;
  /** What may be uploaded. @defaultValue the backend is asked, once */
  readonly policy?: UploadPolicy | undefined;
  /** Remembers unfinished uploads across page loads. @defaultValue IndexedDB; `null` turns resuming off. */
  readonly sessions?: SessionStore | null | undefined;
  /**
   * User metadata to store with the object: names of up to 64 of `a-z`, `0-9` and hyphens, and printable ASCII
   * text of up to 1,024 characters. Encode other text, for example by `encodeURIComponent()`; a file whose
   * metadata is malformed fails with `invalid-request`. The server lets through only the names its owner allows.
   */
  readonly metadata?: ((file: File) => Readonly<Record<string, string>>) | undefined;
  /** Whether uploads begin when added; else each is paused until its `start()`. @defaultValue true */
  readonly autoStart?: boolean | undefined;
  /**
   * How often one part, or one request to the backend, is tried in a row before the upload fails. A part
   * that comes through starts the count anew; waiting for the network does not count.
   *
   * @defaultValue 10, about a minute
   */
  readonly maxAttempts?: number | undefined;
  /** Sends the parts. @defaultValue XMLHttpRequest */
  readonly transport?: PartTransport | undefined;
  /** Computes the parts' checksums. @defaultValue workers; where the page refuses them, its own thread in small steps */
  readonly checksummer?: Checksummer | undefined;
  /**
   * Where the page's own origin serves the script of the default checksummer's workers: a copy of
   * `@slipway/core/checksum-worker.js`. Vite, webpack, Rspack, Next and Parcel find the script by themselves.
   * esbuild does not. Without the script the page computes checksums on its own thread, and the console says so.
   *
   * @defaultValue the script in this package
   */
  readonly workerUrl?: string | URL | undefined;
  /** Other tabs that may upload the same file. @defaultValue those of this origin, by Web Locks */
  readonly pages?: OtherPages | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  readonly connectivity?: Connectivity | undefined;
  readonly frames?: FrameScheduler | undefined;
}

/** Makes an uploader for browsers: fills in what the options leave out. */
export function createUploader(options: UploaderOptions): Uploader {
  return createEngine({
    ...options,
    connections: options.connections ?? 6,
    maxAttempts: options.maxAttempts ?? 10,
    sessions: options.sessions === undefined ? browserSessions : options.sessions,
    transport: options.transport ?? xhrTransport,
    checksummer: options.checksummer ?? createLazyChecksummer(options.workerUrl),
    pages: options.pages ?? browserPages,
    clock: options.clock ?? browserClock,
    random: options.random ?? browserRandom,
    connectivity: options.connectivity ?? browserConnectivity,
    frames: options.frames ?? browserFrames,
    windows: BATCH_WINDOWS,
    warn: console.warn,
  });
}
