import { createBatchingBackend } from '../backend/batching-backend.ts';
import type { Admission } from '../queue/admission.ts';
import { createConnectionLimit } from '../queue/connection-limit.ts';
import { createConnectionQueue } from '../queue/connection-queue.ts';
import { createLinkQuality } from '../queue/link-quality.ts';
import { createPageShare } from '../queue/page-share.ts';
import { createWays } from '../queue/ways.ts';
import { createNetwork } from '../retry/network.ts';
import { createForms } from '../run/forms.ts';
import type { UploadServices } from '../run/services.ts';
import { createSessionKeeper } from '../session/session-keeper.ts';
import type { EngineSettings } from '../settings.ts';
import type { LiveUpload } from './live-upload.ts';
import type { PolicyGate } from './policy-gate.ts';

/**
 * Creates what all uploads of one uploader share.
 *
 * @param admission knows how many uploads run
 * @param onUnavailable called when sessions can no longer be stored
 */
export function createServices(
  settings: EngineSettings,
  admission: Admission<LiveUpload>,
  policy: PolicyGate,
  onUnavailable: () => void,
): UploadServices {
  const { clock, connections, connectivity, windows } = settings;
  const forms = createForms();
  const limit = createConnectionLimit(connections, clock);
  const queue = createConnectionQueue(limit);
  const share = createPageShare(settings.pageConnections, {
    isActive: () => admission.active > 0,
    poke: queue.poke,
  });
  const ways = createWays(connections, share, (budget) => {
    limit.allow(budget);
    queue.poke();
  });
  const link = createLinkQuality(() => connectivity.slow);
  const isSending = () =>
    admission.running.some(({ state }) => /uploading|completing/.test(state.status));
  let warned = false;
  return {
    ...settings,
    backend: createBatchingBackend(settings.backend, {
      clock,
      windows,
      busy: () => admission.active > 1,
      firstFiles: () => (isSending() ? undefined : 2 * ways.connections),
      accepts: () => [
        ...(forms.accepted ? (['post'] as const) : []),
        ...(ways.otherHosts ? (['other-hosts'] as const) : []),
      ],
    }),
    sessions: createSessionKeeper(settings.sessions, onUnavailable),
    network: createNetwork(connectivity, clock),
    forms,
    link,
    queue,
    share,
    ways,
    policy: policy.admit,
    warn(message) {
      if (!warned) settings.warn(message);
      warned = true;
    },
  };
}
