import { describe, expect, test, vi } from 'vitest';
import { createMemoryPages } from '../testing/index.ts';
import type { OtherPages, Turn } from './other-pages.ts';

function nothing(): void {}

async function taken(page: OtherPages, onWanted = nothing): Promise<Turn> {
  const turn = await page.take('film', onWanted);
  if (!turn) throw new Error('Another page has the turn.');
  return turn;
}

/** The contract of {@link OtherPages}. `open` makes one page. Pages of the same name know each other. */
export function describeOtherPages(name: string, open: (name: string) => () => OtherPages): void {
  describe(name, () => {
    const never = new AbortController().signal;
    let count = 0;
    const openPage = () => open(`${name} ${count++}`);

    test('one page has the turn at an upload, and other pages wait', async () => {
      const page = openPage();
      const turn = await taken(page());
      expect(await page().take('film', nothing)).toBeUndefined();
      await turn.end();
      await (await taken(page())).end();
    });

    test('turns at different uploads are independent', async () => {
      const page = openPage();
      const turn = await taken(page());
      const other = await page().take('song', nothing);
      await Promise.all([turn.end(), other?.end()]);
      expect(other).toBeDefined();
    });

    test('a page that follows gets the turn when its owner gives it up', async () => {
      const page = openPage();
      const turn = await taken(page());
      const following = page().follow('film', never, nothing, nothing);
      await expect.poll(() => turn.isAwaited()).toBe(true);
      await turn.end();
      const next = await following;
      expect(await next.isAwaited()).toBe(false);
      expect(await page().take('film', nothing)).toBeUndefined();
      await next.end();
    });

    test('the owner of a turn learns that another page wants it', async () => {
      const page = openPage();
      const onWanted = vi.fn();
      const turn = await taken(page(), onWanted);
      const following = page().follow('film', never, nothing, nothing);
      await vi.waitFor(() => expect(onWanted).toHaveBeenCalledOnce());
      await turn.end();
      await (await following).end();
    });

    test('a page that follows learns how far the owner of the turn is', async () => {
      const page = openPage();
      const onProgress = vi.fn();
      const turn = await taken(page());
      const following = page().follow('film', never, nothing, onProgress);
      await expect.poll(() => turn.isAwaited()).toBe(true);
      // The owner may pass more than data, such as methods.
      turn.tell(Object.assign(() => {}, { loaded: 5, partsDone: 1 }));
      await vi.waitFor(() => expect(onProgress).toHaveBeenCalledWith({ loaded: 5, partsDone: 1 }));
      await turn.end();
      await (await following).end();
    });

    test('a page that stops following does not get the turn', async () => {
      const page = openPage();
      const turn = await taken(page());
      const stop = new AbortController();
      const following = page().follow('film', stop.signal, nothing, nothing);
      await expect.poll(() => turn.isAwaited()).toBe(true);
      const reason = new Error('enough');
      stop.abort(reason);
      await expect(following).rejects.toBe(reason);
      await expect.poll(() => turn.isAwaited()).toBe(false);
      await turn.end();
      await (await taken(page())).end();
    });

    test('every other page learns that a page forgets', async () => {
      const page = openPage();
      const [first, second] = [page(), page()];
      const onForget = vi.fn();
      const stop = first.onForget(onForget);
      await second.forget(5);
      await vi.waitFor(() => expect(onForget).toHaveBeenCalledExactlyOnceWith(5));

      stop();
      const later = vi.fn();
      const stopLater = first.onForget(later);
      await second.forget(6);
      await vi.waitFor(() => expect(later).toHaveBeenCalledExactlyOnceWith(6));
      stopLater();
      expect(onForget).toHaveBeenCalledOnce();
    });

    test('ending a turn twice gives it up once', async () => {
      const page = openPage();
      const turn = await taken(page());
      await turn.end();
      const next = await taken(page());
      await turn.end();
      expect(await page().take('film', nothing)).toBeUndefined();
      await next.end();
    });
  });
}

describeOtherPages('pages in memory', () => {
  const shared = createMemoryPages();
  return () => shared;
});
