import { UploadError } from '@slipway/protocol';
import type { Sender } from './redis-sender.ts';

/** What Redis answers if it refuses a command. Some providers refuse `INFO`. */
const REFUSAL = /^(?:NOPERM|ERR)\b/;

const WARNING =
  'Redis does not tell its run_id (INFO server), so Slipway cannot tell whether it has come back with an older state. To be safe, it deletes no object that an abort, a policy or a missing complete would delete. Allow INFO.';

/**
 * Returns the function that names the life of Redis: a restart changes the `run_id`, and a failover the `master_replid`, too.
 * If Redis refuses to tell, it warns once.
 *
 * @see https://redis.io/docs/latest/commands/info/
 */
export function createEpoch(send: Sender['send']): () => Promise<string | undefined> {
  let isWarned = false;

  async function ask(section: string, field: RegExp): Promise<string | undefined> {
    try {
      return field.exec(String(await send('INFO', section)))?.[1];
    } catch (error) {
      const cause = UploadError.is(error) ? error.cause : undefined;
      if (cause instanceof Error && REFUSAL.test(cause.message)) return undefined;
      throw error;
    }
  }

  return async () => {
    const [run, replication = ''] = await Promise.all([
      ask('server', /run_id:([\da-f]{16})/),
      ask('replication', /master_replid:([\da-f]{16})/),
    ]);
    if (run !== undefined) return `${run}${replication}`;
    if (!isWarned) process.emitWarning(WARNING, { code: 'SLIPWAY_REDIS_EPOCH' });
    isWarned = true;
    return undefined;
  };
}
