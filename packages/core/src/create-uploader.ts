import type { UploadPolicy } from '@slipway/protocol';
import { BATCH_WINDOWS } from './backend/batching-backend.ts';
import { browserClock } from './browser/browser-clock.ts';
import { browserConnections } from './browser/browser-connections.ts';
import { browserConnectivity } from './browser/browser-connectivity.ts';
import { browserFrames } from './browser/browser-frames.ts';
import { browserRandom } from './browser/browser-random.ts';
import { createLazyChecksummer } from './browser/lazy-checksummer.ts';
import { browserPages, browserSessions } from './browser/lazy-resuming.ts';
import { browserTransport } from './browser/lazy-transport.ts';
import { createEngine } from './engine/engine.ts';
import type { UploaderInstance } from './engine/uploader.ts';
import type { UploadBackend } from './ports/backend.ts';
import type { Checksummer } from './ports/checksummer.ts';
import type { Clock } from './ports/clock.ts';
import type { Connectivity } from './ports/connectivity.ts';
import type { FrameScheduler } from './ports/frame-scheduler.ts';
import type { OtherPages } from './ports/other-pages.ts';
import type { Random } from './ports/random.ts';
import type { SessionStore } from './ports/session-store.ts';
import type { PartTransport } from './ports/transport.ts';

/** Options of {@link createUploader}. Only `backend` is required. */
export interface UploaderOptions {
  /** Creates uploads and presigns parts. Usually `createHttpBackend({ baseUrl: '/api' })`. */
  readonly backend: UploadBackend;
  /**
   * Preferred part size in **bytes**. Raised when needed to stay within S3's limits (5 MiB minimum,
   * 10,000 parts), never lowered. Has no effect when the policy names a `partSize`.
   *
   * @defaultValue parts that differ in size: small ones first, then large ones up to 32 MiB, or 64 MiB over a link that
   * proved to be fast, then ever smaller ones. If the store wants equal parts, their number is a multiple of `connections`
   */
  readonly partSize?: number | undefined;
  /** Connections to S3, shared by all files, and by all uploaders of the page. @defaultValue 6, as many as browsers open to one host */
  readonly connections?: number | undefined;
  /** What may be uploaded. @defaultValue the uploader asks the backend once */
  readonly policy?: UploadPolicy | undefined;
  /** Stores unfinished uploads across page loads. `null` turns resuming off. @defaultValue IndexedDB */
  readonly sessions?: SessionStore | null | undefined;
  /**
   * User metadata to store with the object. Names have up to 64 characters of `a-z`, `0-9`, `.`, `_` and `-`. Values have
   * up to 1,024 characters of any language, without control characters. All of it takes up to 1,900 bytes. The server
   * encodes text that is not ASCII by RFC 2047, as S3 does, so that text takes more bytes. A file whose metadata is
   * malformed fails with `invalid-request`. The server accepts only the names that its operator allows.
   */
  readonly metadata?: ((file: File) => Readonly<Record<string, string>>) | undefined;
  /** Whether uploads start when they are added. If not, each waits for its `start()`. @defaultValue true */
  readonly autoStart?: boolean | undefined;
  /**
   * How often the uploader tries one part, or one request to the backend, in a row before the upload fails. The count
   * restarts whenever any part of the upload succeeds. Waiting for the network does not count.
   *
   * @defaultValue 10, about a minute
   */
  readonly maxAttempts?: number | undefined;
  /** Sends the parts. @defaultValue XMLHttpRequest */
  readonly transport?: PartTransport | undefined;
  /** Computes the parts' checksums. @defaultValue workers, or small steps on the page's thread if it refuses workers */
  readonly checksummer?: Checksummer | undefined;
  /**
   * Where the page's own origin serves the script of the default checksummer's workers: a copy of
   * `@slipway/core/checksum-worker.js`. Vite, webpack, Rspack, Next and Parcel find the script by themselves.
   * esbuild, Rollup and Angular do not. Without the script the page computes checksums on its own thread, and the console says so.
   *
   * @defaultValue the script in this package
   */
  readonly workerUrl?: string | URL | undefined;
  /** Other tabs that may upload the same file. @defaultValue the tabs of this origin, coordinated with Web Locks */
  readonly pages?: OtherPages | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  readonly connectivity?: Connectivity | undefined;
  readonly frames?: FrameScheduler | undefined;
}

/** Creates an uploader for browsers. Fills in the defaults of all options that are left out. */
export function createUploader(options: UploaderOptions): UploaderInstance {
  return createEngine({
    ...options,
    connections: options.connections ?? 6,
    maxAttempts: options.maxAttempts ?? 10,
    sessions: options.sessions === undefined ? browserSessions : options.sessions,
    transport: options.transport ?? browserTransport,
    checksummer: options.checksummer ?? createLazyChecksummer(options.workerUrl),
    pages: options.pages ?? browserPages,
    pageConnections: browserConnections(),
    clock: options.clock ?? browserClock,
    random: options.random ?? browserRandom,
    connectivity: options.connectivity ?? browserConnectivity,
    frames: options.frames ?? browserFrames,
    windows: BATCH_WINDOWS,
    warn: console.warn,
  });
}
