import type { SessionKeeper } from '../session/session-keeper.ts';
import type { EngineSettings } from '../settings.ts';
import type { LiveUpload } from './live-upload.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import { sumUp, type UploaderSnapshot } from './totals.ts';

/** What callers see of all uploads: snapshots, and notice of changes. */
export interface ListView extends Notifier {
  getSnapshot(): UploaderSnapshot;
}

/** @param sessions gets the keeper when a snapshot is taken */
export function createListView(
  { frames, clock }: EngineSettings,
  all: () => readonly LiveUpload[],
  sessions: () => SessionKeeper,
): ListView {
  let snapshot: UploaderSnapshot | undefined;
  const notifier = createNotifier(frames, clock, () =>
    all().filter(({ state }) => state.status === 'uploading'),
  );
  return {
    ...notifier,
    changed() {
      snapshot = undefined;
      notifier.changed();
    },
    getSnapshot() {
      if (!snapshot) {
        const uploads = all().map((upload) => upload.getSnapshot());
        const sessionsAvailable = sessions().available;
        snapshot = { uploads, totals: sumUp(uploads), sessionsAvailable };
      }
      return snapshot;
    },
  };
}
