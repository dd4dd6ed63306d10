import { delay } from '../clock.ts';
import type { ObjectOptions, ObjectOptionsFunction } from '../object/object-options.ts';
import type { TracedUpload, Tracing } from '../tracing.ts';
import type { UploadHooks } from './upload-hooks.ts';

/** How long the owner's functions may take by default, in seconds. */
export const DEFAULT_HOOK_SECONDS = 300;

/** A function of the owner took too long. */
export class OwnerTooSlow extends Error {
  override readonly name = 'OwnerTooSlow';
}

/** Calls a function of the owner. @throws Error that names it, if it does not settle in time */
export type InTime = <Result>(
  name: string,
  call: () => Result | Promise<Result>,
  upload?: TracedUpload | undefined,
) => Promise<Result>;

/**
 * How long the owner's functions may take. They cannot be stopped, so a late result is ignored. With `tracing`, each call
 * has a span, which is active during the call.
 */
export function createInTime(timeoutSeconds: number, tracing?: Tracing | undefined): InTime {
  const inTime: InTime = async (name, call) => {
    const settled = new AbortController();
    const tooLate = async (): Promise<never> => {
      await delay(timeoutSeconds * 1_000, settled.signal, { keepsAlive: false });
      throw new OwnerTooSlow(
        `${name} did not settle within ${timeoutSeconds} seconds. It may still be running, and can be called again. Make it faster, or raise hookTimeoutSeconds.`,
      );
    };
    try {
      return await Promise.race([(async () => call())(), tooLate()]);
    } finally {
      settled.abort();
    }
  };
  if (!tracing) return inTime;
  return (name, call, upload) =>
    tracing.traceWork({ kind: 'hook', name, upload }, () => inTime(name, call));
}

/** The same hooks, with a time limit: a hook that hangs would keep its upload from ending for ever. */
export function boundHooks(
  { onCreated, onCompleted, onAborted }: UploadHooks,
  inTime: InTime,
): UploadHooks {
  return {
    onCreated: onCreated && ((upload) => inTime('onCreated', () => onCreated(upload), upload)),
    onCompleted:
      onCompleted && ((upload) => inTime('onCompleted', () => onCompleted(upload), upload)),
    onAborted: onAborted && ((upload) => inTime('onAborted', () => onAborted(upload), upload)),
  };
}

/** The same options of objects, with a time limit if a function chooses them. */
export function boundOptions(
  object: ObjectOptions | ObjectOptionsFunction,
  inTime: InTime,
): ObjectOptions | ObjectOptionsFunction {
  if (typeof object !== 'function') return object;
  return (file, principal) => inTime('object', () => object(file, principal));
}
