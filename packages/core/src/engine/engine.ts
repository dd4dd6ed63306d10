import { createAdmission } from '../queue/admission.ts';
import type { EngineSettings } from '../settings.ts';
import { createAdd } from './add-upload.ts';
import { createServices } from './create-services.ts';
import { createEmitter } from './emitter.ts';
import { createListView } from './list-view.ts';
import type { LiveUpload } from './live-upload.ts';
import { createPolicyGate, refuse } from './policy-gate.ts';
import { createUploadHost } from './upload-host.ts';
import { createUploadList } from './upload-list.ts';
import type { UploaderEvents, UploaderInstance } from './uploader.ts';
import { createWarmUp } from './warm-up.ts';

/** Wires many uploads to what they share. */
export function createEngine(settings: EngineSettings): UploaderInstance {
  const events = createEmitter<UploaderEvents>();
  const admission = createAdmission<LiveUpload>(settings.connections, (upload) => {
    if (admission.active === 1) connect(); // The browser connects while the backend creates the upload.
    upload.begin();
  });
  const changed = () => view.changed();
  const list = createUploadList(admission, events, changed);
  const { all, resumeOffline, ...commands } = list;
  const view = createListView(settings, all, () => services.sessions);
  const policy = createPolicyGate(settings, () => {
    for (const upload of all()) refuse(policy.known, upload, all);
    if (admission.active > 0) connect();
  });
  const services = createServices(settings, admission, policy, changed);
  const host = createUploadHost(admission, events, changed);
  const add = createAdd(settings, services, host, list, policy);
  services.network.onOnline(resumeOffline);
  let closed = false;

  async function forget(atMs?: number): Promise<boolean> {
    const { forgetAll } = await import('./unfinished.ts');
    return forgetAll({ settings, list, policy, events, keeper: services.sessions }, atMs);
  }

  const stopListening = settings.pages.onForget(forget);

  function connect(): void {
    settings.transport.connect?.(policy.known?.storageOrigins ?? []);
  }

  const uploader: UploaderInstance = {
    ...commands,
    add(file, handle) {
      if (closed) throw new Error('The uploader is closed.');
      return add(file, handle);
    },
    addAll: (files) => Array.from(files, (file) => uploader.add(file)),
    getUnfinished: async () =>
      (await import('./unfinished.ts')).listUnfinished(settings, services.sessions, uploader),
    forgetAll: () => forget(),
    getSnapshot: view.getSnapshot,
    subscribe: view.subscribe,
    on: events.on,
    getPolicy: policy.get,
    warmUp: createWarmUp(settings, policy.get, connect),
    close() {
      closed = true;
      stopListening();
      admission.close();
      services.network.close();
      view.close();
      events.clear();
      commands.pauseAll();
      for (const upload of all()) upload.release();
      settings.checksummer.close();
    },
  };
  return uploader;
}
