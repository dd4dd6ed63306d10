import type { OtherPages, PageProgress, Turn } from '../ports/other-pages.ts';
import { onForget } from './forget-channel.ts';

/** What pages tell each other about the upload `name`. */
type Message =
  | { readonly name: string; readonly type: 'wanted' }
  | { readonly name: string; readonly type: 'progress'; readonly progress: PageProgress };

/** Often enough for a moving progress bar, rarely enough to cost nothing. */
const TELL_EVERY_MS = 200;

/**
 * Web Locks decide which page has the turn. A BroadcastChannel carries the messages. The browser releases the locks of a
 * page that closes or crashes, and does not freeze a page that holds one. Insecure contexts have no Web Locks. There
 * every call rejects.
 *
 * @param scope names the lock and the channel
 */
export function createBrowserPages(scope = 'slipway'): OtherPages {
  const { locks } = navigator;

  async function request(
    name: string,
    options: LockOptions,
    onWanted: () => void,
  ): Promise<Turn | undefined> {
    const lockName = `${scope}:${name}`;
    return new Promise((resolve, reject) => {
      const ended = locks.request(lockName, options, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((end) => {
          const endLock = async () => {
            end();
            await ended;
          };
          const channel = listen(scope, name, ({ type }) => {
            if (type === 'wanted') onWanted();
          });
          resolve(createTurn(channel, name, lockName, endLock));
        });
      });
      ended.catch(reject);
    });
  }

  return {
    take: (name, onWanted) => request(name, { ifAvailable: true }, onWanted),
    async follow(name, signal, onWanted, onProgress) {
      const channel = listen(scope, name, (message) => {
        if (message.type === 'progress') onProgress(message.progress);
      });
      try {
        // Request the lock first. Otherwise its owner might end the turn before a page waits.
        const granted = request(name, { signal }, onWanted);
        granted.catch(() => {}); // Handled below.
        await locks.query();
        channel.postMessage({ name, type: 'wanted' } satisfies Message);
        return (await granted) as Turn;
      } finally {
        channel.close();
      }
    },
    async forget(atMs) {
      const channel = new BroadcastChannel(`${scope}-forget`);
      channel.postMessage(atMs);
      channel.close();
    },
    onForget: (listener) => onForget(scope, listener),
  };
}

/** Calls back with messages about the upload `name`. */
function listen(
  scope: string,
  name: string,
  onMessage: (message: Message) => void,
): BroadcastChannel {
  const channel = new BroadcastChannel(scope);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.name === name) onMessage(data);
  });
  return channel;
}

/** The turn of a page that holds the lock. */
function createTurn(
  channel: BroadcastChannel,
  name: string,
  lockName: string,
  endLock: () => Promise<void>,
): Turn {
  let toldAt = 0;
  return {
    tell({ loaded, partsDone }) {
      const now = Date.now();
      if (now >= toldAt && now - toldAt < TELL_EVERY_MS) return;
      toldAt = now;
      const progress = { loaded, partsDone }; // Channels accept only data.
      channel.postMessage({ name, type: 'progress', progress } satisfies Message);
    },
    async isAwaited() {
      const { pending = [] } = await navigator.locks.query();
      return pending.some((request) => request.name === lockName);
    },
    end() {
      channel.close();
      return endLock();
    },
  };
}
