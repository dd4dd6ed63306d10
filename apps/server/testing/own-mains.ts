import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type MainProcess, type RunMainOptions, runMain } from './run-main.ts';

/** Backends of one test, which share a data folder and end with it. */
export interface OwnMains {
  /** Of the test under way. */
  readonly dataDir: string;
  start(env?: Record<string, string>, options?: RunMainOptions): MainProcess;
}

/** Gives each test of the file that calls it backends of its own. */
export function ownMains(): OwnMains {
  let dataDir = '';
  let started: MainProcess[] = [];
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'slipway-main-'));
    started = [];
  });
  afterEach(async () => {
    for (const main of started.filter(({ child }) => child.exitCode === null)) {
      main.child.kill('SIGKILL');
      await main.ended();
    }
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    get dataDir() {
      return dataDir;
    },
    start(env = {}, options = {}) {
      const main = runMain({ SLIPWAY_DATA: dataDir, ...env }, options);
      started.push(main);
      return main;
    },
  };
}
