import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const runFile = promisify(execFile);
const ALIVE_MS = 100;
/** The client of Ceph costs a second of a core. */
const ASK_MS = 5_000;

/** The processes in which Ceph stores the data, each datum in three of them. */
export interface Osds {
  readonly count: number;
  /** Stops one. What it stores is there again when it starts. */
  stop(id: number): Promise<void>;
  /** Starts a stopped one, and waits until it has a copy of everything again. */
  start(id: number): Promise<void>;
  /** Ends those that were started here. */
  close(): Promise<void>;
}

/** Takes over the OSDs that `scripts/ceph.mjs` started. */
export function openOsds(pids: readonly number[], conf: string): Osds {
  const running = new Map<number, { readonly pid: number; readonly child?: ChildProcess }>();
  for (const [id, pid] of pids.entries()) running.set(id, { pid });
  const stop = async (id: number) => {
    const osd = running.get(id);
    if (!osd) return;
    running.delete(id);
    // In memory, an OSD saves its data only when it is told to end.
    process.kill(osd.pid, 'SIGTERM');
    while (isAlive(osd.pid)) await wait(ALIVE_MS);
  };
  return {
    count: pids.length,
    stop,
    async start(id) {
      const args = ['-c', conf, '-f', '-i', String(id)];
      const child = spawn('ceph-osd', args, { stdio: 'ignore' });
      await once(child, 'spawn');
      running.set(id, { pid: child.pid ?? 0, child });
      while (!(await isWhole(conf, pids.length))) {
        if (child.exitCode !== null) throw new Error(`OSD ${id} ended with ${child.exitCode}.`);
        await wait(ASK_MS);
      }
    },
    async close() {
      for (const [id, { child }] of running) if (child) await stop(id);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether all OSDs are up, and each placement group has all its copies. */
async function isWhole(conf: string, count: number): Promise<boolean> {
  const { stdout } = await runFile('ceph', [
    '-c',
    conf,
    '--connect-timeout',
    '5',
    '-s',
    '-f',
    'json',
  ]);
  const { osdmap, pgmap } = JSON.parse(stdout);
  const up = osdmap.num_up_osds ?? osdmap.osdmap?.num_up_osds;
  const clean = pgmap.pgs_by_state.find(
    ({ state_name }: { state_name: string }) => state_name === 'active+clean',
  );
  return up === count && clean?.count === pgmap.num_pgs;
}
