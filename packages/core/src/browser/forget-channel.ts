import type { OtherPages } from '../ports/other-pages.ts';

/** Calls back when another page forgets. Part of the first script, because every page must hear it. */
export function onForget(
  scope: string,
  listener: (atMs: number) => void,
): ReturnType<OtherPages['onForget']> {
  try {
    const channel: BroadcastChannel & { unref?(): void } = new BroadcastChannel(`${scope}-forget`);
    channel.addEventListener('message', ({ data }) => listener(data));
    channel.unref?.(); // In Node, an open channel would keep the process alive.
    return () => channel.close();
  } catch {
    return () => {}; // A browser that refuses storage may refuse channels, too.
  }
}
