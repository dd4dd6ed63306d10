import type { OtherPages, PageProgress, Turn } from '../ports/other-pages.ts';

/** What pages tell each other of the upload `name`. */
type Message =
  | { readonly name: string; readonly type: 'wanted' }
  | { readonly name: string; readonly type: 'progress'; readonly progress: PageProgress };

/** Often enough for a bar to move, seldom enough to cost nothing. */
const TELL_EVERY_MS = 200;

/**
 * Web Locks settle whose turn it is, a BroadcastChannel carries the rest. The browser ends the locks of a page
 * that dies, and freezes no page that holds one. Outside of secure contexts there are none: then every call
 * rejects.
 *
 * @param scope names the lock and the channel
 */
export function createBrowserPages(scope = 'slipway'): OtherPages {
  const { locks } = navigator;
  const lockOf = (name: string) => `${scope}:${name}`;

  function listen(name: string, onMessage: (message: Message) => void): BroadcastChannel {
    const channel = new BroadcastChannel(scope);
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.name === name) onMessage(data);
    });
    return channel;
  }

  function turn(name: string, onWanted: () => void, endLock: () => Promise<void>): Turn {
    let toldAt = 0;
    const channel = listen(name, ({ type }) => {
      if (type === 'wanted') onWanted();
    });
    return {
      tell({ loaded, partsDone }) {
        const now = Date.now();
        if (now >= toldAt && now - toldAt < TELL_EVERY_MS) return;
        toldAt = now;
        const progress = { loaded, partsDone }; // Only data can be posted.
        channel.postMessage({ name, type: 'progress', progress } satisfies Message);
      },
      async isAwaited() {
        const { pending = [] } = await locks.query();
        return pending.some((request) => request.name === lockOf(name));
      },
      end() {
        channel.close();
        return endLock();
      },
    };
  }

  async function request(
    name: string,
    options: LockOptions,
    onWanted: () => void,
  ): Promise<Turn | undefined> {
    return new Promise((resolve, reject) => {
      const ended = locks.request(lockOf(name), options, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((end) => {
          const endLock = async () => {
            end();
            await ended;
          };
          resolve(turn(name, onWanted, endLock));
        });
      });
      ended.catch(reject);
    });
  }

  return {
    take: (name, onWanted) => request(name, { ifAvailable: true }, onWanted),
    async follow(name, signal, onWanted, onProgress) {
      const channel = listen(name, (message) => {
        if (message.type === 'progress') onProgress(message.progress);
      });
      try {
        // Asked before, the one who has it might give it away to nobody.
        const granted = request(name, { signal }, onWanted);
        granted.catch(() => {}); // Told below.
        await locks.query();
        channel.postMessage({ name, type: 'wanted' } satisfies Message);
        return (await granted) as Turn;
      } finally {
        channel.close();
      }
    },
  };
}
