import { maxObjectSize } from '@slipway/protocol';
import { createAdmission } from '../queue/admission.ts';
import type { EngineSettings } from '../settings.ts';
import { createServices } from './create-services.ts';
import { createEmitter } from './emitter.ts';
import { createLiveUpload, type LiveUpload } from './live-upload.ts';
import { nameFile } from './name-file.ts';
import { createNotifier } from './notifier.ts';
import { createPolicyGate, refuse } from './policy-gate.ts';
import { sumUp, type UploaderSnapshot } from './totals.ts';
import { createUploadHost } from './upload-host.ts';
import { createUploadList } from './upload-list.ts';
import type { Uploader, UploaderEvents } from './uploader.ts';
import { createWarmUp } from './warm-up.ts';

/** Many uploads, and what they share. */
export function createEngine(settings: EngineSettings): Uploader {
  const { backend, checksummer, clock, connections, frames, limits, random, transport } = settings;
  const namePrefix = random.next().toString(36).slice(2, 8);
  let added = 0;
  let closed = false;
  let snapshot: UploaderSnapshot | undefined;

  const events = createEmitter<UploaderEvents>();
  const admission = createAdmission<LiveUpload>(connections, (upload) => {
    if (admission.active === 1) connect(); // While the backend creates it.
    upload.begin();
  });
  const { all, add, ...list } = createUploadList(admission, events, changed);
  const notifier = createNotifier(frames, clock, () =>
    all().filter(({ state }) => state.status === 'uploading'),
  );
  const policy = createPolicyGate(
    settings.policy,
    () => backend.getPolicy(),
    () => {
      for (const upload of all()) refuse(policy.known, upload, all);
      if (admission.active > 0) connect();
    },
  );
  const services = createServices(settings, admission, policy.admit, changed);
  const host = createUploadHost(admission, events, changed);
  services.network.onOnline(() => {
    for (const { state, resume } of all())
      if (state.status === 'paused' && state.reason === 'offline') resume();
  });

  function changed(): void {
    snapshot = undefined;
    notifier.changed();
  }

  function connect(): void {
    transport.connect?.(policy.known?.storageOrigins ?? []);
  }

  function countParts({ size }: File): number {
    const possible = Math.min(size, maxObjectSize(limits)); // A file that is too large fails when its turn comes.
    return services.plan(possible, policy.known ?? {}).partCount;
  }

  const uploader: Uploader = {
    ...list,
    add(given, handle) {
      if (closed) throw new Error('The uploader is closed.');
      const file = nameFile(given);
      added++;
      const id = `${namePrefix}-${added}`;
      const expectedParts = countParts(file);
      const upload = createLiveUpload({ id, file, handle, expectedParts }, services, host);
      add(upload);
      refuse(policy.known, upload, all);
      if (settings.autoStart === false) upload.pause();
      else host.onTransition(upload, upload.state.status);
      return upload;
    },
    addAll: (files) => Array.from(files, (file) => uploader.add(file)),
    getUnfinished: async () =>
      (await import('./unfinished.ts')).listUnfinished(settings, services.sessions, uploader),
    getSnapshot() {
      if (!snapshot) {
        const uploads = all().map((upload) => upload.getSnapshot());
        const sessionsAvailable = services.sessions.available;
        snapshot = { uploads, totals: sumUp(uploads), sessionsAvailable };
      }
      return snapshot;
    },
    subscribe: notifier.subscribe,
    on: events.on,
    getPolicy: policy.get,
    warmUp: createWarmUp(settings, policy.get, connect),
    close() {
      closed = true;
      admission.close();
      services.network.close();
      notifier.close();
      events.clear();
      list.pauseAll();
      for (const upload of all()) upload.release();
      checksummer.close();
    },
  };
  return uploader;
}
