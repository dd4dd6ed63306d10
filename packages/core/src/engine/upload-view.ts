import type { Clock } from '../ports/clock.ts';
import type { UploadMemory } from '../run/run-scope.ts';
import type { UploadMachine } from '../upload/machine.ts';
import type { PartLedger } from '../upload/part-ledger.ts';
import { deriveProgress } from '../upload/progress.ts';
import { deriveActions, type UploadSnapshot } from '../upload/snapshot.ts';
import { createSpeedWindow, type SpeedWindow } from '../upload/speed.ts';
import type { UploadState } from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';

/** What callers see of one upload. */
export interface UploadView extends Pick<Upload, 'id' | 'file' | 'completed' | 'getSnapshot'> {
  readonly state: UploadState;
  /** Parts that S3 does not have yet. */
  readonly partsLeft: number;
  /** Whether the upload may exist at S3. Such an upload had its turn before, so it resumes without waiting. */
  readonly hasStarted: boolean;
  /** Records the bytes sent so far, to measure the speed. */
  sample(): void;
  /** Drops the cached snapshot. Time alone changes the speed, for example. */
  touch(): void;
}

/** @param onChange called when the next snapshot will differ */
export function createUploadView(
  { id, file }: Pick<Upload, 'id' | 'file'>,
  memory: Readonly<UploadMemory>,
  machine: UploadMachine,
  clock: Clock,
  onChange: () => void,
): UploadView {
  /** Created at the first sample, because thousands of uploads may wait. */
  let speed: SpeedWindow | undefined;
  let sampled: PartLedger | undefined;
  /** The most bytes shown so far. */
  let shown = 0;
  let snapshot: UploadSnapshot | undefined;

  function takeSnapshot(): UploadSnapshot {
    const { facts, partCount, resumed } = memory;
    const { state } = machine;
    const now = memory.ledger ?? memory.elsewhere ?? { loaded: 0, partsDone: 0 };
    const perSecond = speed?.bytesPerSecond(now.loaded, clock.now());
    const progress = deriveProgress(state, file.size, partCount, now, shown, perSecond);
    shown = progress.loaded;
    const actions = deriveActions(state, view.hasStarted);
    return { id, ...facts, state, progress, resumed, actions };
  }

  const view: UploadView = {
    id,
    file,
    get completed() {
      return machine.completed;
    },
    get state() {
      return machine.state;
    },
    get partsLeft() {
      return memory.partCount - (memory.ledger?.partsDone ?? 0);
    },
    get hasStarted() {
      return (memory.created ?? memory.creating) !== undefined;
    },
    sample() {
      const { ledger } = memory;
      if (ledger !== sampled) speed?.reset(); // A new run.
      sampled = ledger;
      speed ??= createSpeedWindow();
      speed.sample(ledger?.loaded ?? 0, clock.now());
      view.touch();
    },
    touch() {
      snapshot = undefined;
      onChange();
    },
    getSnapshot() {
      snapshot ??= takeSnapshot();
      return snapshot;
    },
  };
  return view;
}
