import { type CompletedObject, UploadError } from '@slipway/protocol';
import { retrying } from '../retry/retrying.ts';
import type { PartLedger } from './part-ledger.ts';
import { deriveProgress } from './progress.ts';
import { runUpload } from './run.ts';
import type { RunScope, UploadMemory } from './run-scope.ts';
import type { UploadServices } from './services.ts';
import { deriveActions, type UploadSnapshot } from './snapshot.ts';
import { SpeedWindow } from './speed.ts';
import { isRunning, type Status, transition, type UploadEvent, type UploadState } from './state.ts';
import type { Upload } from './upload.ts';

/** What an upload tells the uploader that holds it. */
export interface UploadHost {
  /** Something a snapshot shows has changed. */
  onChange(): void;
  onTransition(upload: LiveUpload, from: Status): void;
  onPartUploaded(upload: LiveUpload, partNumber: number, etag: string | undefined): void;
}

/** The in-memory state of one upload: what it is in, the run it has, and what it keeps between runs. */
export class LiveUpload implements Upload {
  readonly id: string;
  readonly file: File;
  /** Parts it is expected to have; the plan says for sure. */
  readonly expectedParts: number;
  /** Waits for {@link Upload.start}. */
  held: boolean;
  readonly #services: UploadServices;
  readonly #host: UploadHost;
  readonly #memory: UploadMemory = {};
  readonly #speed = new SpeedWindow();
  #state: UploadState = { status: 'queued' };
  #run: AbortController | undefined;
  #ledger: PartLedger | undefined;
  #partCount: number;
  #resumed = false;
  #highWater = 0;
  #snapshot: UploadSnapshot | undefined;
  #completed!: Promise<CompletedObject>;
  #resolve!: (object: CompletedObject) => void;
  #reject!: (error: UploadError) => void;

  constructor(
    id: string,
    file: File,
    expectedParts: number,
    held: boolean,
    services: UploadServices,
    host: UploadHost,
  ) {
    this.id = id;
    this.file = file;
    this.expectedParts = expectedParts;
    this.#partCount = expectedParts;
    this.held = held;
    this.#services = services;
    this.#host = host;
    this.#promise();
  }

  get completed(): Promise<CompletedObject> {
    return this.#completed;
  }

  get state(): UploadState {
    return this.#state;
  }

  /** Parts that S3 does not have yet. */
  get partsLeft(): number {
    const ledger = this.#ledger;
    return ledger ? ledger.plan.partCount - ledger.partsDone : this.expectedParts;
  }

  /** Whether S3 may hold parts of it: such an upload goes on before new ones begin. */
  get hasBegun(): boolean {
    return this.#memory.created !== undefined || this.#memory.creating !== undefined;
  }

  /** Takes an event; one that the state does not accept does nothing. */
  dispatch(event: UploadEvent): boolean {
    const from = this.#state;
    const to = transition(from, event);
    if (!to || to === from) return false;
    this.#state = to;
    if (isRunning(from.status) && !isRunning(to.status)) this.#endRun();
    if (event.type === 'retry') this.#promise();
    if (to.status === 'completed') this.#resolve(to.object);
    if (to.status === 'failed') this.#reject(to.error);
    if (to.status === 'canceled') this.#reject(new UploadError('canceled'));
    this.#changed();
    this.#host.onTransition(this, from.status);
    return true;
  }

  /** Begins a run: called when it is this upload's turn. */
  begin(): void {
    if (!this.dispatch({ type: 'start' })) return;
    const controller = new AbortController();
    this.#run = controller;
    const run = this.#scope(controller.signal);
    runUpload(run).then(
      (object) => {
        if (this.#run === controller) this.#complete(object);
      },
      (error) => {
        if (this.#run === controller) this.#fail(error);
      },
    );
  }

  start(): void {
    if (!this.held) return;
    this.held = false;
    this.#host.onTransition(this, this.#state.status);
  }

  pause(): void {
    this.dispatch({ type: 'pause', reason: 'user' });
  }

  resume(): void {
    this.dispatch({ type: 'resume' });
  }

  retry(): void {
    this.dispatch({ type: 'retry' });
  }

  async cancel(): Promise<void> {
    if (this.dispatch({ type: 'cancel' })) await this.#abandon();
  }

  /** Tells S3 to drop what it holds, and forgets the session. Never rejects. */
  async #abandon(): Promise<void> {
    const { memory, services } = { memory: this.#memory, services: this.#services };
    try {
      // The answer to a create under way names what has to be aborted.
      await memory.creating?.catch(() => {});
      const token = memory.created?.token;
      memory.created = undefined;
      await this.#forgetSession();
      if (!token) return;
      const run = this.#scope(new AbortController().signal);
      await retrying(run, () => services.backend.abort(token));
    } catch {
      // The bucket's lifecycle rule removes what could not be aborted.
    }
  }

  async #forgetSession(): Promise<void> {
    const { fingerprint } = this.#memory;
    if (!fingerprint) return;
    await this.#services.sessions.forget(fingerprint);
    this.#services.sessions.release(fingerprint, this.id);
    this.#memory.fingerprint = undefined;
  }

  /** Leaves the session in the store for a later page. */
  release(): void {
    const { fingerprint } = this.#memory;
    if (fingerprint) this.#services.sessions.release(fingerprint, this.id);
  }

  /** Marks the snapshot stale: time alone changes the speed. */
  touch(): void {
    this.#snapshot = undefined;
  }

  getSnapshot(): UploadSnapshot {
    this.#snapshot ??= this.#makeSnapshot();
    return this.#snapshot;
  }

  #makeSnapshot(): UploadSnapshot {
    const { name, size, type } = this.file;
    const loaded = this.#ledger?.loaded ?? 0;
    this.#highWater = Math.max(this.#highWater, loaded);
    const progress = deriveProgress({
      state: this.#state,
      total: size,
      highWater: this.#highWater,
      loaded,
      bytesPerSecond: this.#speed.bytesPerSecond(loaded, this.#services.clock.now()),
      partsDone: this.#ledger?.partsDone ?? 0,
      partCount: this.#partCount,
    });
    const actions = deriveActions(this.#state);
    const { id, state } = { id: this.id, state: this.#state };
    return { id, name, size, type, state, progress, resumed: this.#resumed, actions };
  }

  #scope(signal: AbortSignal): RunScope {
    const { clock, random, maxAttempts } = this.#services;
    return {
      id: this.id,
      file: this.file,
      services: this.#services,
      memory: this.#memory,
      clock,
      random,
      maxAttempts,
      signal,
      waitedForNetwork: () => this.#waitForNetwork(signal),
      dispatch: (event) => {
        if (!signal.aborted) this.dispatch(event);
      },
      follow: (ledger) => {
        this.#ledger = ledger;
        this.#partCount = ledger.plan.partCount;
        this.#resumed = this.#memory.created?.resumed ?? false;
        this.#speed.reset();
        this.#progressed();
      },
      onProgress: () => this.#progressed(),
      onPartUploaded: (partNumber, etag) => {
        this.#progressed();
        this.#host.onPartUploaded(this, partNumber, etag);
      },
    };
  }

  #progressed(): void {
    this.#speed.sample(this.#ledger?.loaded ?? 0, this.#services.clock.now());
    this.#changed();
  }

  #changed(): void {
    this.#snapshot = undefined;
    this.#host.onChange();
  }

  /** Offline, an upload pauses until the network is back; one that can't pause any more just waits. */
  #waitForNetwork(signal: AbortSignal): Promise<boolean> {
    const { connectivity } = this.#services;
    if (connectivity.online) return Promise.resolve(false);
    if (!signal.aborted) this.dispatch({ type: 'pause', reason: 'offline' });
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const done = (settle: () => void) => {
        unsubscribe();
        signal.removeEventListener('abort', abort);
        settle();
      };
      const abort = () => done(() => reject(signal.reason));
      signal.addEventListener('abort', abort);
      const unsubscribe = connectivity.subscribe(() => {
        if (connectivity.online) done(() => resolve(true));
      });
    });
  }

  #complete(object: CompletedObject): void {
    this.#resumed = this.#memory.created?.resumed ?? false;
    // The object may have been found while preparing: the states between are passed through.
    this.dispatch({ type: 'prepared' });
    this.dispatch({ type: 'parts-uploaded' });
    this.dispatch({ type: 'complete', object });
    void this.#forgetSession();
    this.#forgetParts();
  }

  #fail(error: unknown): void {
    const known = UploadError.is(error)
      ? error
      : new UploadError('internal-error', {
          message: 'The upload failed unexpectedly. Try again.',
          cause: error,
        });
    this.dispatch({ type: 'fail', error: known });
    // No later attempt can use what S3 holds of a file that is no more.
    if (known.code === 'file-changed') void this.#abandon();
  }

  #endRun(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#ledger?.dropAll();
    this.#speed.reset();
  }

  /** Thousands of completed uploads may stay on the list: they keep nothing for their parts. */
  #forgetParts(): void {
    this.#memory.created = undefined;
    this.#ledger = undefined;
  }

  #promise(): void {
    this.#completed = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#completed.catch(() => {}); // Failure is in the snapshot, too: nobody has to listen here.
  }
}
