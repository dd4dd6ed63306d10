import type { Clock } from '../ports/clock.ts';
import type { UploadMemory } from '../run/run-scope.ts';
import type { UploadMachine } from '../upload/machine.ts';
import type { PartLedger } from '../upload/part-ledger.ts';
import { deriveProgress } from '../upload/progress.ts';
import { deriveActions, type UploadSnapshot } from '../upload/snapshot.ts';
import { createSpeedWindow, type SpeedWindow } from '../upload/speed.ts';
import type { UploadState } from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';

/** What is seen of an upload. */
export interface UploadView extends Pick<Upload, 'id' | 'file' | 'completed' | 'getSnapshot'> {
  readonly state: UploadState;
  /** Whether it is expected to be a single PUT. */
  readonly small: boolean;
  /** Parts that S3 does not have yet. */
  readonly partsLeft: number;
  /** Whether S3 may hold parts of it: such an upload had its turn, and goes on at once. */
  readonly hasBegun: boolean;
  /** Notes how many bytes are through now. */
  sample(): void;
  /** Makes the next snapshot a new one. Time alone changes the speed, for example. */
  touch(): void;
}

/** @param onChange called when the next snapshot is a new one */
export function createUploadView(
  added: Pick<Upload, 'id' | 'file'>,
  memory: Readonly<UploadMemory>,
  machine: UploadMachine,
  clock: Clock,
  onChange: () => void,
): UploadView {
  /** Made by the first sample: thousands of uploads may wait. */
  let speed: SpeedWindow | undefined;
  let sampled: PartLedger | undefined;
  /** The most bytes shown so far. */
  let shown = 0;
  let snapshot: UploadSnapshot | undefined;

  function takeSnapshot(): UploadSnapshot {
    const { id, file } = added;
    const { facts, partCount, resumed } = memory;
    const { state } = machine;
    const now = memory.ledger ?? memory.elsewhere ?? { loaded: 0, partsDone: 0 };
    const perSecond = speed?.bytesPerSecond(now.loaded, clock.now());
    const progress = deriveProgress(state, file.size, partCount, now, shown, perSecond);
    shown = progress.loaded;
    return { id, ...facts, state, progress, resumed, actions: deriveActions(state, view.hasBegun) };
  }

  const view: UploadView = {
    ...added,
    small: memory.partCount === 1,
    get completed() {
      return machine.completed;
    },
    get state() {
      return machine.state;
    },
    get partsLeft() {
      return memory.partCount - (memory.ledger?.partsDone ?? 0);
    },
    get hasBegun() {
      return (memory.created ?? memory.creating) !== undefined;
    },
    sample() {
      const { ledger } = memory;
      if (ledger !== sampled) speed?.reset(); // Another run.
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
