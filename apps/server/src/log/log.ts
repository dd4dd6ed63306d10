import { type DestinationStream, type Logger, pino } from 'pino';
import type { Environment } from '../config/environment-schema.ts';
import { createScrub } from './scrub.ts';

/** The backend's log: one JSON object per line. */
export type Log = Logger;

/** How to write the log. */
export interface LogOptions {
  readonly level: NonNullable<Environment['SLIPWAY_LOG_LEVEL']>;
  /** Texts that must never appear in the log, whatever their source. */
  readonly secrets: readonly string[];
  /** @defaultValue stdout */
  readonly destination?: DestinationStream | undefined;
}

/**
 * Creates the log. Just before it writes a line, it removes presigned URLs, signatures, tokens and the given secrets,
 * so that no field and no error text can leak one.
 */
export function createLog({ level, secrets, destination }: LogOptions): Log {
  return pino(
    {
      level,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      hooks: { streamWrite: createScrub(secrets) },
    },
    // Writes synchronously, because the last lines before an exit matter most.
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
