import {
  checkFile,
  maxObjectSize,
  planParts,
  UploadError,
  type UploadPolicy,
} from '@slipway/protocol';
import { createBatchingBackend } from '../backend/batching-backend.ts';
import { createAdmission } from '../queue/admission.ts';
import { createConnectionLimit } from '../queue/connection-limit.ts';
import { createConnectionQueue } from '../queue/connection-queue.ts';
import { createLinkQuality } from '../queue/link-quality.ts';
import { createWays } from '../queue/ways.ts';
import { createNetwork } from '../retry/network.ts';
import { createForms } from '../run/forms.ts';
import type { UploadServices } from '../run/services.ts';
import { createSessionKeeper } from '../session/session-keeper.ts';
import type { EngineSettings } from '../settings.ts';
import { isRunning } from '../upload/state.ts';
import { createEmitter } from './emitter.ts';
import { createLiveUpload, type LiveUpload, type UploadHost } from './live-upload.ts';
import { nameFile } from './name-file.ts';
import { createNotifier } from './notifier.ts';
import { createPolicySource } from './policy-source.ts';
import { sumUp, type UploaderSnapshot } from './totals.ts';
import type { Uploader, UploaderEvents } from './uploader.ts';
import { warmUp } from './warm-up.ts';

/** The list of uploads, and what they share. */
export function createEngine(settings: EngineSettings): Uploader {
  const { backend, clock, connections, frames, limits, random, windows } = settings;
  const uploads = new Map<string, LiveUpload>();
  const { on, emit, clear } = createEmitter<UploaderEvents>();
  const namePrefix = random.next().toString(36).slice(2, 8);
  let warned = false;
  let added = 0;
  let snapshot: UploaderSnapshot | undefined;
  let closed = false;
  let warming: Promise<void> | undefined;

  const all = () => [...uploads.values()];
  const admission = createAdmission<LiveUpload>(connections, (upload) => {
    if (admission.active === 1) connect(); // While the backend creates it.
    upload.begin();
  });
  const isSending = () =>
    admission.running.some(({ state }) => /uploading|completing/.test(state.status));
  const policy = createPolicySource(
    settings.policy,
    () => backend.getPolicy(),
    () => {
      all().forEach(refuse);
      if (admission.active > 0) connect();
    },
  );
  const connect = () => settings.transport.connect?.(policy.known?.storageOrigins ?? []);
  const notifier = createNotifier(frames, clock, () =>
    all().filter(({ state }) => state.status === 'uploading'),
  );
  const changed = () => {
    snapshot = undefined;
    notifier.changed();
  };
  const network = createNetwork(settings.connectivity, clock);
  const forms = createForms();
  const limit = createConnectionLimit(connections, clock);
  const queue = createConnectionQueue(limit);
  const ways = createWays(connections, (budget) => {
    limit.allow(budget);
    queue.poke();
  });
  const link = createLinkQuality(() => settings.connectivity.slow);
  const services: UploadServices = {
    ...settings,
    backend: createBatchingBackend(backend, {
      clock,
      windows,
      busy: () => admission.active > 1,
      firstFiles: () => (isSending() ? undefined : 2 * ways.connections),
      accepts: () => [
        ...(forms.accepted ? (['post'] as const) : []),
        ...(ways.otherHosts ? (['other-hosts'] as const) : []),
      ],
    }),
    sessions: createSessionKeeper(settings.sessions, settings.pages, clock, changed),
    network,
    forms,
    link,
    queue,
    ways,
    policy: policy.get,
    warn(message) {
      if (!warned) settings.warn(message);
      warned = true;
    },
  };

  const host: UploadHost = {
    onChange: changed,
    onPartUploaded({ id }, partNumber, etag) {
      emit('part-uploaded', { id, partNumber, etag });
    },
    onTransition(upload, from) {
      const { id, state } = upload;
      const { status } = state;
      if (status === 'queued' && !closed) admission.wait(upload);
      else if (!isRunning(status)) admission.leave(upload);
      if (status !== from) {
        if (status === 'completed') emit('upload-completed', { id, object: state.object });
        else if (status === 'failed') emit('upload-failed', { id, error: state.error });
        else if (status === 'canceled') emit('upload-canceled', { id });
      }
      if (!closed) admission.fill();
    },
  };

  network.onOnline(() => {
    for (const { state, resume } of all()) {
      if (state.status === 'paused' && state.reason === 'offline') resume();
    }
  });

  /** Fails an upload that has not begun when the policy is known to refuse its file. */
  function refuse(upload: LiveUpload): void {
    const { known } = policy;
    if (!known || upload.state.status !== 'queued') return;
    const error = checkFile(known, upload.getSnapshot()) ?? checkCount(known, upload);
    if (error) upload.dispatch({ type: 'fail', error });
  }

  function checkCount({ maxFiles: limit }: UploadPolicy, upload: LiveUpload) {
    if (limit === undefined) return undefined;
    const before = all().slice(0, all().indexOf(upload));
    const wanted = before.filter(({ state: { status } }) => !/failed|canceled/.test(status));
    if (wanted.length < limit) return undefined;
    const message = `At most ${limit} files are allowed.`;
    return new UploadError('too-many-files', { message, limit });
  }

  function countParts({ size }: File): number {
    const { partSize = policy.known?.partSize } = settings;
    const atMost = maxObjectSize(limits); // A file that is too large fails when its turn comes.
    const { largestPart } = link;
    const { connections } = ways;
    const plan = planParts({
      size: Math.min(size, atMost),
      partSize,
      connections,
      largestPart,
      limits,
    });
    return plan.partCount;
  }

  const uploader: Uploader = {
    add(given, handle) {
      if (closed) throw new Error('The uploader is closed.');
      const file = nameFile(given);
      added++;
      const id = `${namePrefix}-${added}`;
      const upload = createLiveUpload(id, file, handle, countParts(file), services, host);
      uploads.set(id, upload);
      changed();
      emit('upload-added', { id, file });
      refuse(upload);
      if (settings.autoStart === false) upload.pause();
      else host.onTransition(upload, upload.state.status);
      return upload;
    },
    addAll: (files) => Array.from(files, (file) => uploader.add(file)),
    getUnfinished: async () =>
      (await import('./unfinished.ts')).listUnfinished(settings, services.sessions, uploader),
    getUpload: (id) => uploads.get(id),
    getSnapshot() {
      if (!snapshot) {
        const list = all().map((upload) => upload.getSnapshot());
        const sessionsAvailable = services.sessions.available;
        snapshot = { uploads: list, totals: sumUp(list), sessionsAvailable };
      }
      return snapshot;
    },
    subscribe: notifier.subscribe,
    on,
    pauseAll() {
      // From the end, so that none gets the turn of one that was just paused.
      for (const upload of all().reverse()) upload.pause();
    },
    resumeAll() {
      for (const upload of all()) upload.resume();
    },
    retryAll() {
      for (const { getSnapshot, retry } of all()) if (getSnapshot().actions.canRetry) retry();
    },
    async cancelAll() {
      await Promise.all(
        all()
          .reverse()
          .map((upload) => upload.cancel()),
      );
    },
    move(id, before) {
      const moved = uploads.get(id);
      if (!moved || id === before) return;
      uploads.delete(id);
      const others = all();
      const place = others.findIndex((other) => other.id === before);
      others.splice(place < 0 ? others.length : place, 0, moved);
      uploads.clear();
      for (const upload of others) {
        uploads.set(upload.id, upload);
        if (upload.state.status === 'queued') admission.wait(upload);
      }
      changed();
    },
    remove(id) {
      const upload = uploads.get(id);
      if (!upload || upload.state.status === 'completing') return;
      void upload.cancel();
      uploads.delete(id);
      changed();
      emit('upload-removed', { id });
    },
    clear() {
      for (const { id, state } of all()) {
        if (/completed|canceled/.test(state.status)) uploader.remove(id);
      }
    },
    getPolicy: policy.get,
    warmUp() {
      if (warming) connect(); // Browsers close connections that nobody uses within seconds.
      warming ??= warmUp(policy.get, connect, settings.checksummer, settings.sessions);
      return warming;
    },
    close() {
      closed = true;
      network.close();
      notifier.close();
      clear();
      uploader.pauseAll();
      for (const upload of all()) upload.release();
      settings.checksummer.close();
    },
  };
  return uploader;
}
