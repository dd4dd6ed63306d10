import type { OtherPages, PageProgress, Turn } from '../ports/other-pages.ts';

interface Place {
  readonly onWanted: () => void;
  readonly onProgress: (progress: PageProgress) => void;
  readonly take: (turn: Turn) => void;
}

/** Creates pages that share this object. Pass it to a second uploader to simulate another tab. */
export function createMemoryPages(): OtherPages {
  /** Pages that want the turn at an upload, in order. The first one has it. */
  const places = new Map<string, Place[]>();

  function turn(name: string, place: Place): Turn {
    const others = () => (places.get(name) ?? []).filter((other) => other !== place);
    let ended = false;
    return {
      tell({ loaded, partsDone }) {
        for (const { onProgress } of others()) onProgress({ loaded, partsDone });
      },
      isAwaited: async () => others().length > 0,
      async end() {
        if (ended) return;
        ended = true;
        places.set(name, others());
        const [next] = others();
        next?.take(turn(name, next));
      },
    };
  }

  const listeners = new Set<(atMs: number) => void>();

  return {
    async forget(atMs) {
      for (const listener of listeners) listener(atMs);
    },
    onForget(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async take(name, onWanted) {
      if (places.get(name)?.length) return undefined;
      const place = { onWanted, onProgress() {}, take() {} };
      places.set(name, [place]);
      return turn(name, place);
    },
    follow(name, signal, onWanted, onProgress) {
      return new Promise((take, reject) => {
        const place = { onWanted, onProgress, take };
        const others = places.get(name) ?? [];
        places.set(name, [...others, place]);
        signal.addEventListener('abort', () => {
          reject(signal.reason);
          // A page that has the turn by now keeps it.
          const [first, ...rest] = places.get(name) ?? [];
          if (first) places.set(name, [first, ...rest.filter((other) => other !== place)]);
        });
        if (others.length === 0) take(turn(name, place));
        else others[0]?.onWanted();
      });
    },
  };
}
