import { test as base } from '@playwright/test';
import type { UploadErrorCode } from '@slipway/protocol';
import { findCeph } from './ceph.ts';
import { buildEnginePage } from './engine-page.ts';
import type { TestFile } from './files.ts';
import { Lab } from './lab.ts';
import { isSame, readPlayed } from './played.ts';

const MiB = 1024 ** 2;

/** The size of a part in bytes, unless a row changes it. */
export const PART = 8 * MiB;

/** One row of the scorecard. */
export interface Row {
  readonly id: `R${number}`;
  /** What happens to the upload. */
  readonly fault: string;
  /** The expected result. */
  readonly expected: string;
  /** Size of the file in bytes. @defaultValue 64 MiB */
  readonly size?: number;
  /** Bytes that the browser may send twice. @defaultValue 0 */
  readonly resentBytes?: number;
  /** The error that the upload must end with. @defaultValue none: it must succeed */
  readonly fails?: UploadErrorCode;
  /** Time limit from the row's last action to the end of the upload, in milliseconds. @defaultValue 30,000 */
  readonly withinMs?: number;
  /** Whether `npm test` runs it. @defaultValue false */
  readonly quick?: boolean;
  /** Why only Chromium can run it. @defaultValue all browsers can */
  readonly chromiumOnly?: string;
  /** Additional environment of the backend. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Time limit of the whole row on the slowest machine, in milliseconds. @defaultValue 300,000 */
  readonly limitMs?: number;
  /** Whether nothing in the row is random, so that seed 1 is enough. @defaultValue false */
  readonly once?: boolean;
  /** Backends behind the proxy. @defaultValue 1 */
  readonly replicas?: number;
  /** Whether the backend signs with temporary credentials. @defaultValue false */
  readonly asRole?: boolean;
  /** Whether the test controls the page's clock. @defaultValue false */
  readonly ownsClock?: boolean;
  /** Whether the store is a Ceph that already runs. Without one, the row is skipped. @defaultValue false */
  readonly onCeph?: boolean;
}

/** The tools of a row. */
export interface Scene {
  readonly lab: Lab;
  /** The file of the row. It is not picked yet. */
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
        'This row has a recorded result.',
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
 * Runs one row, once per seed. `act` causes the faults and picks the file. This function then checks that the upload
 * ends as expected and that the invariants hold.
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
