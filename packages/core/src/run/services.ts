import type { FileFacts, PolicyResponse } from '@slipway/protocol';
import type { BatchingBackend } from '../backend/batching-backend.ts';
import type { ConnectionQueue } from '../queue/connection-queue.ts';
import type { LinkQuality } from '../queue/link-quality.ts';
import type { PageShare } from '../queue/page-share.ts';
import type { Ways } from '../queue/ways.ts';
import type { Network } from '../retry/network.ts';
import type { SessionKeeper } from '../session/session-keeper.ts';
import type { EngineSettings } from '../settings.ts';
import type { Forms } from './forms.ts';

/** What all uploads of one uploader share: the settings, and what is created from them. */
export interface UploadServices
  extends Omit<EngineSettings, 'backend' | 'connectivity' | 'frames' | 'policy' | 'sessions'> {
  readonly backend: BatchingBackend;
  readonly sessions: SessionKeeper;
  readonly network: Network;
  readonly forms: Forms;
  readonly link: LinkQuality;
  readonly queue: ConnectionQueue;
  readonly share: PageShare;
  readonly ways: Ways;
  /**
   * Gets the policy for a file. Sends at most one request at a time.
   *
   * @throws UploadError when the policy refuses the file, or the backend fails
   */
  readonly policy: (file: FileFacts) => Promise<PolicyResponse>;
}
