import { checkFile, planParts, UploadError, type UploadPolicy } from '@slipway/protocol';
import { createBatchingBackend } from '../backend/batching-backend.ts';
import { createAdmission } from '../queue/admission.ts';
import { createConnectionQueue } from '../queue/connection-queue.ts';
import { LiveUpload, type UploadHost } from '../upload/live-upload.ts';
import type { UploadServices } from '../upload/services.ts';
import { createSessionKeeper } from '../upload/session-keeper.ts';
import { deriveActions } from '../upload/snapshot.ts';
import { isRunning, type Status } from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';
import { createEmitter } from './emitter.ts';
import { createNotifier } from './notifier.ts';
import { createPolicySource, type PolicySource } from './policy-source.ts';
import type { EngineSettings } from './settings.ts';
import { sumUp, type UploaderSnapshot } from './totals.ts';
import type { Uploader, UploaderEvents } from './uploader.ts';

/** The list of uploads, and what they share. */
export class UploadEngine implements Uploader {
  readonly #settings: EngineSettings;
  readonly #services: UploadServices;
  readonly #policy: PolicySource;
  readonly #uploads = new Map<string, LiveUpload>();
  readonly #events = createEmitter<UploaderEvents>();
  readonly #admission;
  readonly #notifier;
  readonly #host: UploadHost;
  readonly #stopListening: () => void;
  readonly #namePrefix: string;
  #added = 0;
  #snapshot: UploaderSnapshot | undefined;
  #closed = false;

  constructor(settings: EngineSettings) {
    const { backend, clock, connectivity, connections, frames, random } = settings;
    this.#settings = settings;
    this.#namePrefix = random.next().toString(36).slice(2, 8);
    this.#notifier = createNotifier(frames, clock, () => this.#tick());
    this.#admission = createAdmission<LiveUpload>(connections, (upload) => upload.begin());
    this.#policy = createPolicySource(
      settings.policy,
      () => backend.getPolicy(),
      () => {
        for (const upload of this.#uploads.values()) this.#refuse(upload);
      },
    );
    const warned = new Set<string>();
    this.#services = {
      ...settings,
      backend: createBatchingBackend(
        backend,
        clock,
        settings.windows,
        () => this.#admission.activeCount > 1,
      ),
      queue: createConnectionQueue(connections),
      sessions: createSessionKeeper(settings.sessions, clock, () => this.#changed()),
      policy: () => this.#policy.get(),
      warn: (message) => {
        if (!warned.has(message)) settings.warn(message);
        warned.add(message);
      },
    };
    this.#host = {
      onChange: () => this.#changed(),
      onTransition: (upload, from) => this.#onTransition(upload, from),
      onPartUploaded: ({ id }, partNumber, etag) =>
        this.#events.emit('part-uploaded', { id, partNumber, etag }),
    };
    this.#stopListening = connectivity.subscribe(() => {
      if (connectivity.online) this.#networkIsBack();
    });
  }

  add(file: File): Upload {
    if (this.#closed) throw new Error('This uploader is closed.');
    this.#added++;
    const id = `${this.#namePrefix}-${this.#added}`;
    const held = !this.#settings.autoStart;
    const upload = new LiveUpload(id, file, this.#expectedParts(file), held, this.#services, {
      ...this.#host,
    });
    this.#uploads.set(id, upload);
    this.#changed();
    this.#events.emit('upload-added', { id, file });
    if (!this.#refuse(upload) && !held) this.#queue(upload);
    return upload;
  }

  addAll(files: Iterable<File>): readonly Upload[] {
    return Array.from(files, (file) => this.add(file));
  }

  getUpload(id: string): Upload | undefined {
    return this.#uploads.get(id);
  }

  getSnapshot = (): UploaderSnapshot => {
    this.#snapshot ??= this.#makeSnapshot();
    return this.#snapshot;
  };

  subscribe = (listener: () => void): (() => void) => this.#notifier.subscribe(listener);

  on<E extends keyof UploaderEvents>(
    event: E,
    listener: (payload: UploaderEvents[E]) => void,
  ): () => void {
    return this.#events.on(event, listener);
  }

  pauseAll(): void {
    // From the end, so that no upload gets the turn of one that was just paused.
    for (const upload of this.#list().reverse()) upload.pause();
  }

  resumeAll(): void {
    for (const upload of this.#list()) {
      upload.resume();
      upload.start();
    }
  }

  retryAll(): void {
    for (const upload of this.#list()) if (deriveActions(upload.state).canRetry) upload.retry();
  }

  async cancelAll(): Promise<void> {
    await Promise.all(
      this.#list()
        .reverse()
        .map((upload) => upload.cancel()),
    );
  }

  remove(id: string): void {
    const upload = this.#uploads.get(id);
    if (!upload || upload.state.status === 'completing') return;
    void upload.cancel();
    this.#uploads.delete(id);
    this.#changed();
    this.#events.emit('upload-removed', { id });
  }

  clear(): void {
    for (const { id, state } of this.#list()) {
      if (state.status === 'completed' || state.status === 'canceled') this.remove(id);
    }
  }

  getPolicy(): Promise<UploadPolicy> {
    return this.#policy.get();
  }

  close(): void {
    this.#closed = true;
    this.#stopListening();
    this.#notifier.close();
    this.#events.clear();
    this.pauseAll();
    for (const upload of this.#uploads.values()) upload.release();
  }

  #list(): LiveUpload[] {
    return [...this.#uploads.values()];
  }

  #onTransition(upload: LiveUpload, from: Status): void {
    const { id, state } = upload;
    if (state.status === 'queued') this.#queue(upload);
    else if (!isRunning(state.status)) this.#admission.leave(upload);
    if (state.status !== from) {
      if (state.status === 'completed')
        this.#events.emit('upload-completed', { id, object: state.object });
      if (state.status === 'failed') this.#events.emit('upload-failed', { id, error: state.error });
      if (state.status === 'canceled') this.#events.emit('upload-canceled', { id });
    }
    if (!this.#closed) this.#admission.fill();
  }

  #queue(upload: LiveUpload): void {
    if (upload.held || this.#closed) return;
    this.#admission.wait(upload);
    this.#admission.fill();
  }

  /** Fails an upload that has not begun when the policy is known to refuse its file. */
  #refuse(upload: LiveUpload): boolean {
    const policy = this.#policy.known;
    if (!policy || upload.state.status !== 'queued') return false;
    const error = checkFile(policy, upload.file) ?? this.#checkCount(policy, upload);
    return error !== undefined && upload.dispatch({ type: 'fail', error });
  }

  #checkCount({ maxFiles }: UploadPolicy, upload: LiveUpload): UploadError | undefined {
    if (maxFiles === undefined) return undefined;
    let before = 0;
    for (const other of this.#uploads.values()) {
      if (other === upload) return undefined;
      const { status } = other.state;
      if (status !== 'failed' && status !== 'canceled') before++;
      if (before < maxFiles) continue;
      return new UploadError('too-many-files', {
        message: `At most ${maxFiles} files are allowed. Remove one first.`,
        limit: maxFiles,
      });
    }
    return undefined;
  }

  #expectedParts({ size }: File): number {
    const { connections, limits } = this.#settings;
    const partSize = this.#settings.partSize ?? this.#policy.known?.partSize;
    try {
      return planParts({ size, partSize, connections, limits }).partCount;
    } catch {
      return 1; // No plan can hold it: it fails when its turn comes.
    }
  }

  #networkIsBack(): void {
    for (const upload of this.#list()) {
      const { state } = upload;
      if (state.status === 'paused' && state.reason === 'offline') upload.resume();
    }
  }

  /** Time alone changes the speed of what is uploading. */
  #tick(): boolean {
    let moving = false;
    for (const upload of this.#uploads.values()) {
      if (upload.state.status !== 'uploading') continue;
      upload.touch();
      moving = true;
    }
    if (moving) this.#snapshot = undefined;
    return moving;
  }

  #changed(): void {
    this.#snapshot = undefined;
    this.#notifier.changed();
  }

  #makeSnapshot(): UploaderSnapshot {
    const uploads = Array.from(this.#uploads.values(), (upload) => upload.getSnapshot());
    return {
      uploads,
      totals: sumUp(uploads),
      sessionsAvailable: this.#services.sessions.available,
    };
  }
}
