import { test as base } from '@playwright/test';
import type { UploadErrorCode } from '@slipway/protocol';
import { findCeph } from './ceph.ts';
import { buildEnginePage } from './engine-page.ts';
import type { TestFile } from './files.ts';
import { Lab } from './lab.ts';
import { isSame, readPlayed } from './played.ts';

const MiB = 1024 ** 2;

/** Bytes of one part, unless a row says otherwise. */
export const PART = 8 * MiB;

/** One row of the scorecard. */
export interface Row {
  readonly id: `R${number}`;
  /** What is done to the upload. */
  readonly fault: string;
  /** What has to come of it. */
  readonly expected: string;
  /** Size of the file in bytes. @defaultValue 64 MiB */
  readonly size?: number;
  /** Bytes that may be sent in vain. @defaultValue 0 */
  readonly resentBytes?: number;
  /** The one error that it has to end with. @defaultValue none: it has to succeed */
  readonly fails?: UploadErrorCode;
  /** It has to settle within so many milliseconds of the last thing that the row did. @defaultValue 30,000 */
  readonly withinMs?: number;
  /** Whether it is part of `npm test`. @defaultValue false */
  readonly quick?: boolean;
  /** Why no other browser than Chromium can be brought into it. @defaultValue all can */
  readonly chromiumOnly?: string;
  /** More environment for the backend. */
  readonly environment?: Readonly<Record<string, string>>;
  /** It may take so many milliseconds in all, on the slowest machine. @defaultValue 300,000 */
  readonly limitMs?: number;
  /** Whether no chance plays a part, so that seed 1 is enough. @defaultValue false */
  readonly once?: boolean;
  /** Backends behind the proxy. @defaultValue 1 */
  readonly replicas?: number;
  /** Whether the backend signs with temporary credentials. @defaultValue false */
  readonly asRole?: boolean;
  /** Whether the page's clock is the test's to move. @defaultValue false */
  readonly ownsClock?: boolean;
  /** Whether the store is a Ceph, which has to run already: without one the row is not played. @defaultValue false */
  readonly onCeph?: boolean;
}

/** What a row works with. */
export interface Scene {
  readonly lab: Lab;
  /** The file of the row, not yet picked. */
  readonly film: TestFile;
}

const seeds = (process.env.SCORECARD_SEEDS ?? '1').split(',').map(Number);

const test = base.extend<{ readonly playedBefore: undefined }, { readonly pageFolder: string }>({
  playedBefore: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
    async ({}, use, { annotations, project, skip }) => {
      const noted = (type: string) =>
        annotations.find((annotation) => annotation.type === type)?.description ?? '';
      const [id, fault, seed] = [noted('id'), noted('fault'), Number(noted('seed'))];
      const play = { id, fault, seed, browser: project.name };
      skip(
        readPlayed().some((played) => isSame(played, play)),
        'Played before.',
      );
      await use(undefined);
    },
    { auto: true },
  ],
  pageFolder: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
    async ({}, use) => {
      const built = await buildEnginePage();
      await use(built.folder);
      await built.remove();
    },
    { scope: 'worker' },
  ],
});

/**
 * Plays one row, once per seed. `act` sets the faults up and picks the file; that the upload settles as it
 * has to, and the standing invariants, are asserted here.
 */
export function row(row: Row, act: (scene: Scene) => Promise<void>): void {
  const { id, fault, expected, chromiumOnly = '', size = 64 * MiB, withinMs = 30_000 } = row;
  for (const seed of row.once ? seeds.filter((seed) => seed === 1) : seeds) {
    const title = `${id} ${fault}: ${expected}, seed ${seed}`;
    const notes = { id, fault, expected, seed: String(seed), 'chromium only': chromiumOnly };
    const annotation = Object.entries(notes).map(([type, description]) => ({ type, description }));
    const tag = [...(chromiumOnly ? ['@chromium'] : []), ...(row.quick ? ['@quick'] : [])];
    test(title, { tag, annotation }, async ({ page, pageFolder }) => {
      if (row.limitMs) test.setTimeout(row.limitMs);
      const store = row.onCeph ? findCeph() : undefined;
      test.skip(row.onCeph === true && !store, 'There is no Ceph.');
      const lab = await Lab.create({ ...row, page, pageFolder, seed, store });
      try {
        const film = await lab.files.make('film.bin', size);
        if (row.ownsClock) await page.clock.install();
        await lab.engine.open();
        await act({ lab, film });
        if (row.fails) await lab.fails(row.fails, withinMs);
        else await lab.arrives(row.resentBytes ?? 0, withinMs);
      } finally {
        await lab.stop();
      }
    });
  }
}

export { expect } from '@playwright/test';
