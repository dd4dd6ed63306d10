import type { PartLimits, UploadPolicy } from '@slipway/protocol';
import type { BatchingBackend } from '../backend/batching-backend.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connectivity } from '../ports/connectivity.ts';
import type { Random } from '../ports/random.ts';
import type { PartTransport } from '../ports/transport.ts';
import type { ConnectionQueue } from '../queue/connection-queue.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** What all uploads of one uploader share. */
export interface UploadServices {
  readonly backend: BatchingBackend;
  readonly transport: PartTransport;
  readonly queue: ConnectionQueue;
  readonly sessions: SessionKeeper;
  readonly clock: Clock;
  readonly random: Random;
  readonly connectivity: Connectivity;
  readonly connections: number;
  readonly partSize: number | undefined;
  readonly limits: PartLimits;
  readonly maxAttempts: number;
  readonly metadata: ((file: File) => Readonly<Record<string, string>>) | undefined;
  /** The policy, asked for at most once at a time. */
  readonly policy: () => Promise<UploadPolicy>;
  /** Tells the developer, once per message. */
  readonly warn: (message: string) => void;
}
