import { type DestinationStream, type Logger, pino } from 'pino';
import type { Environment } from '../config/environment-schema.ts';
import { createScrub } from './scrub.ts';

/** Where the backend writes what happens: one JSON object a line. */
export type Log = Logger;

/** How the log is written. */
export interface LogOptions {
  readonly level: NonNullable<Environment['SLIPWAY_LOG_LEVEL']>;
  /** Texts that must not be in it, whatever brings them there. */
  readonly secrets: readonly string[];
  /** @defaultValue stdout */
  readonly destination?: DestinationStream | undefined;
}

/**
 * Makes the log. Every line is cleaned of presigned URLs, signatures, tokens and the secrets given just
 * before it is written, so that no field and no error's text can carry one out.
 */
export function createLog({ level, secrets, destination }: LogOptions): Log {
  return pino(
    {
      level,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      hooks: { streamWrite: createScrub(secrets) },
    },
    // Synchronous: the last lines before an exit are the ones that matter.
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
