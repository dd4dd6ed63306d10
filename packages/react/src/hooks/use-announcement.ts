import { useCallback, useEffect, useState } from 'react';
import { announce, type Happening } from '../text/announcement.ts';
import { safeName } from '../text/file-name.ts';
import { countPending, isHeldBack } from '../text/summary-text.ts';
import { useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';

/** Events within this time share one announcement. */
const GATHER_MS = 800;
/** The shortest time between announcements of completed files while others still upload. */
const MILESTONE_MS = 10_000;

/** The current text of a live region. */
export interface Announcement {
  readonly text: string;
  /** Increases with each announcement, so that screen readers read repeated texts. */
  readonly turn: number;
}

/** Announces what happens to the uploads in few sentences. `say` announces any other text. */
export function useAnnouncement(): readonly [Announcement, say: (text: string) => void] {
  const uploader = useUploader();
  const { messages, format } = useText();
  const [said, setSaid] = useState<Announcement>({ text: '', turn: 0 });
  const say = useCallback((text: string) => setSaid(({ turn }) => ({ text, turn: turn + 1 })), []);

  useEffect(() => {
    let happenings: Happening[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let dueAt = Number.POSITIVE_INFINITY;
    /** A busy storage asks to slow down again and again. It is announced once, until all uploads are done. */
    let saidHeldBack = false;

    const speak = () => {
      const snapshot = uploader.getSnapshot();
      const texts = [announce(happenings, snapshot, messages, format)];
      if (!saidHeldBack && isHeldBack(snapshot)) {
        saidHeldBack = true;
        texts.push(messages.status.heldBack);
      }
      happenings = [];
      dueAt = Number.POSITIVE_INFINITY;
      const text = texts.filter(Boolean).join(' ');
      if (text) say(text);
    };
    const speakWithin = (ms: number) => {
      const wantedAt = performance.now() + ms;
      if (wantedAt >= dueAt) return;
      dueAt = wantedAt;
      clearTimeout(timer);
      timer = setTimeout(speak, ms);
    };
    const note = (happening: Happening) => {
      happenings.push(happening);
      const patient = happening.kind === 'completed' && countPending(uploader.getSnapshot()) > 0;
      speakWithin(patient ? MILESTONE_MS : GATHER_MS);
    };
    const look = () => {
      const snapshot = uploader.getSnapshot();
      if (countPending(snapshot) === 0) saidHeldBack = false;
      // If the storage is no longer busy when the announcement is due, it is not announced.
      else if (!saidHeldBack && isHeldBack(snapshot)) speakWithin(GATHER_MS);
    };
    const nameOf = (id: string) => safeName(uploader.getUpload(id)?.file.name ?? '');

    const stop = [
      uploader.subscribe(look),
      uploader.on('upload-added', ({ id }) => note({ id, name: nameOf(id), kind: 'started' })),
      uploader.on('upload-completed', ({ id }) =>
        note({ id, name: nameOf(id), kind: 'completed' }),
      ),
      uploader.on('upload-canceled', ({ id }) => note({ id, name: nameOf(id), kind: 'canceled' })),
      uploader.on('upload-failed', ({ id, error }) =>
        note({ id, name: nameOf(id), kind: 'failed', error }),
      ),
    ];
    return () => {
      clearTimeout(timer);
      for (const off of stop) off();
    };
  }, [uploader, messages, format, say]);

  return [said, say];
}
