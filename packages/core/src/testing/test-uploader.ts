import type { PolicyResponse } from '@slipway/protocol';
import { BATCH_WINDOWS } from '../backend/batching-backend.ts';
import { createStepwiseChecksummer } from '../checksum/stepwise-checksummer.ts';
import type { UploaderOptions } from '../create-uploader.ts';
import { createEngine } from '../engine/engine.ts';
import type { UploaderInstance } from '../engine/uploader.ts';
import type { Checksummer } from '../ports/checksummer.ts';
import type { OtherPages } from '../ports/other-pages.ts';
import type { PageConnections } from '../ports/page-connections.ts';
import type { SessionStore } from '../ports/session-store.ts';
// Loaded before it is needed: a manual clock would move on while the chunk loads.
import '../run/rare-cases.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createManualConnectivity, type ManualConnectivity } from './manual-connectivity.ts';
import { createMemoryPages } from './memory-pages.ts';
import { createMemorySessions } from './memory-sessions.ts';
import { createScriptedS3, type ScriptedS3 } from './scripted-s3.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Options of {@link createTestUploader}. */
export interface TestUploaderOptions {
  /** Part size in bytes, from 1. `balanced` chooses it as in a browser. @defaultValue 4 */
  readonly partSize?: number | 'balanced' | undefined;
  /** Connections to the scripted S3. @defaultValue 1, so that calls have a fixed order */
  readonly connections?: number | undefined;
  /** What may be uploaded. @defaultValue everything, without checksums and without asking the backend */
  readonly policy?: PolicyResponse | undefined;
  /** Whether the uploader asks the scripted backend for the policy. @defaultValue false */
  readonly askPolicy?: boolean | undefined;
  readonly autoStart?: boolean | undefined;
  /** User metadata of a file. @defaultValue none */
  readonly metadata?: UploaderOptions['metadata'];
  /** @defaultValue 10 */
  readonly maxAttempts?: number | undefined;
  /** Pass the sessions of another test uploader to simulate a reload. @defaultValue in memory */
  readonly sessions?: SessionStore | null | undefined;
  /** Pass the pages, sessions and S3 of another test uploader to simulate a second tab. @defaultValue no other tabs */
  readonly pages?: OtherPages | undefined;
  /** Pass the same object to several test uploaders to simulate one page. @defaultValue a page of its own */
  readonly pageConnections?: PageConnections | undefined;
  /** Pass the S3 of an earlier test uploader to simulate a reload. @defaultValue a new S3 */
  readonly s3?: ScriptedS3 | undefined;
  readonly clock?: ManualClock | undefined;
  readonly connectivity?: ManualConnectivity | undefined;
  /** Computes checksums. @defaultValue in small steps, without workers */
  readonly checksummer?: Checksummer | undefined;
  /** Lifetime of presigned URLs in milliseconds. @defaultValue 15 minutes */
  readonly urlLifetimeMs?: number | undefined;
  /** Whether files of one part with integrity `sha256` are sent as forms. @defaultValue false */
  readonly forms?: boolean | undefined;
  /** Whether the bucket accepts or refuses requests with credentials. @defaultValue the backend allows none */
  readonly credentials?: 'allowed' | 'refused' | undefined;
  /** Whether an unfinished upload can be resumed without its session. @defaultValue false */
  readonly anyDevice?: boolean | undefined;
  /** Whether requests to the backend wait for others, as in a browser. @defaultValue false */
  readonly batching?: boolean | undefined;
  readonly seed?: number | undefined;
}

const NO_WINDOWS = { beginMs: 0, readingMs: 0, completeMs: 0, sendingMs: 0 };

/** A real uploader, and the fakes that it runs on. */
export interface TestUploader {
  readonly uploader: UploaderInstance;
  readonly s3: ScriptedS3;
  readonly clock: ManualClock;
  readonly connectivity: ManualConnectivity;
  readonly sessions: SessionStore | null;
  readonly pages: OtherPages;
  /** Warnings for the developer. */
  readonly warnings: readonly string[];
}

/** Creates a real uploader with a scripted S3, clock, network and session store. Nothing is random. */
export function createTestUploader(options: TestUploaderOptions = {}): TestUploader {
  const { policy = { integrity: 'none' }, partSize = 4 } = options;
  const clock = options.clock ?? createManualClock();
  const connectivity = options.connectivity ?? createManualConnectivity();
  const sessions = options.sessions === undefined ? createMemorySessions() : options.sessions;
  const pages = options.pages ?? createMemoryPages();
  const s3 = options.s3 ?? createScriptedS3({ ...options, clock, policy });
  const warnings: string[] = [];
  const uploader = createEngine({
    backend: s3.backend,
    transport: s3.transport,
    checksummer: options.checksummer ?? createStepwiseChecksummer(),
    sessions,
    pages,
    pageConnections: options.pageConnections ?? { users: new Set() },
    clock,
    connectivity,
    random: createSeededRandom(options.seed),
    frames: {
      request(callback) {
        let canceled = false;
        void (async () => {
          await undefined;
          if (!canceled) callback();
        })();
        return () => {
          canceled = true;
        };
      },
    },
    warn: (message) => warnings.push(message),
    windows: options.batching ? BATCH_WINDOWS : NO_WINDOWS,
    limits: { minPartSize: 1, maxPartSize: Number.MAX_SAFE_INTEGER, maxPartCount: 10_000 },
    connections: options.connections ?? 1,
    maxAttempts: options.maxAttempts ?? 10,
    autoStart: options.autoStart,
    metadata: options.metadata,
    partSize: partSize === 'balanced' ? undefined : partSize,
    policy: options.askPolicy ? undefined : policy,
  });
  return { uploader, s3, clock, connectivity, sessions, pages, warnings };
}
