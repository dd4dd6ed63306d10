import { join } from 'node:path';
import { type MainProcess, type RunMainOptions, runMain } from '../testing/run-main.ts';

const TOKEN_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

/** What replicas are started with. */
export interface ReplicaOptions {
  /** For their data. */
  readonly folder: string;
  /** The environment that all share. */
  readonly env: Record<string, string>;
  /** Where they listen. @defaultValue any free ports, other ones after each start */
  readonly ports?: readonly [number, number];
  readonly run?: RunMainOptions;
}

/** Two replicas of the real backend, each a process. */
export interface Replicas {
  /** Their addresses. A killed replica keeps its old address until it is started again. */
  readonly urls: readonly [string, string];
  /** Ends a replica as a crash does. */
  kill(place: number): Promise<unknown>;
  /** Starts the replicas that were killed. */
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both. */
export async function startReplicas(options: ReplicaOptions): Promise<Replicas> {
  const { folder, env, ports, run } = options;
  const replicas: MainProcess[] = [];
  const urls: [string, string] = ['', ''];
  const start = async (place: number) => {
    const variables = {
      SLIPWAY_DATA: join(folder, String(place)),
      SLIPWAY_TOKEN_KEYS: TOKEN_KEYS,
      PORT: String(ports?.[place] ?? 0),
      ...env,
    };
    const replica = runMain(variables, run);
    replicas[place] = replica;
    urls[place] = (await replica.ready()).url;
  };
  await Promise.all([start(0), start(1)]);
  return {
    urls,
    async kill(place) {
      replicas[place]?.child.kill('SIGKILL');
      await replicas[place]?.ended();
    },
    async revive() {
      await Promise.all(
        [...replicas.entries()].filter(([, one]) => isDown(one)).map(([i]) => start(i)),
      );
    },
    async close() {
      for (const { child, ended } of replicas) {
        child.kill('SIGKILL');
        await ended();
      }
    },
  };
}

function isDown({ child }: MainProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
