import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from '../chaos/random.ts';

/** How long a client repeats a step before the soak calls it a broken promise, in milliseconds. */
export const PATIENCE_MS = 150_000;

/** Between two steps of a client. People are slower than machines. */
const PAUSE_MS = [2_000, 12_000] as const;
const RETRY_MS = [250, 1_000] as const;

/** Waits as a person does between two steps. */
export function pause(chance: Chance): Promise<void> {
  return wait(chance.between(...PAUSE_MS));
}

/** Waits as a browser does before it repeats a request. */
export function pauseBeforeRetry(chance: Chance): Promise<void> {
  return wait(chance.between(...RETRY_MS));
}
