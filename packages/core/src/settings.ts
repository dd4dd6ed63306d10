import type { PartLimits, UploadPolicy } from '@slipway/protocol';
import type { BatchWindows } from './backend/batching-backend.ts';
import type { UploadBackend } from './ports/backend.ts';
import type { Checksummer } from './ports/checksummer.ts';
import type { Clock } from './ports/clock.ts';
import type { Connectivity } from './ports/connectivity.ts';
import type { FrameScheduler } from './ports/frame-scheduler.ts';
import type { OtherPages } from './ports/other-pages.ts';
import type { PageConnections } from './ports/page-connections.ts';
import type { Random } from './ports/random.ts';
import type { SessionStore } from './ports/session-store.ts';
import type { PartTransport } from './ports/transport.ts';

/** Everything that an engine needs: all ports, and the options with their defaults filled in. */
export interface EngineSettings {
  readonly backend: UploadBackend;
  readonly transport: PartTransport;
  readonly checksummer: Checksummer;
  readonly sessions: SessionStore | null;
  readonly pages: OtherPages;
  readonly pageConnections: PageConnections;
  readonly clock: Clock;
  readonly random: Random;
  readonly connectivity: Connectivity;
  readonly frames: FrameScheduler;
  /** Warns the developer. Called once at most. */
  readonly warn: (message: string) => void;
  readonly windows: BatchWindows;
  /** @defaultValue the limits of S3 */
  readonly limits?: PartLimits | undefined;
  readonly connections: number;
  readonly maxAttempts: number;
  readonly autoStart?: boolean | undefined;
  readonly partSize?: number | undefined;
  /** If `undefined`, the engine asks the backend. */
  readonly policy?: UploadPolicy | undefined;
  readonly metadata?: ((file: File) => Readonly<Record<string, string>>) | undefined;
}
