import type { UploadPolicy } from '@slipway/protocol';
import type { BatchingBackend } from '../backend/batching-backend.ts';
import type { ConnectionQueue } from '../queue/connection-queue.ts';
import type { LinkQuality } from '../queue/link-quality.ts';
import type { Ways } from '../queue/ways.ts';
import type { Network } from '../retry/network.ts';
import type { SessionKeeper } from '../session/session-keeper.ts';
import type { EngineSettings } from '../settings.ts';
import type { Forms } from './forms.ts';

/** What all uploads of one uploader share: its settings, with what they grow into. */
export interface UploadServices
  extends Omit<EngineSettings, 'backend' | 'connectivity' | 'policy' | 'sessions' | 'frames'> {
  readonly backend: BatchingBackend;
  readonly sessions: SessionKeeper;
  readonly network: Network;
  readonly forms: Forms;
  readonly link: LinkQuality;
  readonly queue: ConnectionQueue;
  readonly ways: Ways;
  /** The policy, asked for at most once at a time. */
  readonly policy: () => Promise<UploadPolicy>;
}
