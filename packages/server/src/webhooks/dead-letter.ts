import { type OutboxEntry, readEntries, writeEntry } from './outbox-entry.ts';

/** A webhook that was given up. */
export interface DeadLetter extends OutboxEntry {
  /** When its last attempt failed, in milliseconds since the epoch. */
  readonly givenUpAt: number;
  /** Why its last attempt failed. */
  readonly reason: string;
}

/** How long a dead letter is kept, in milliseconds: 30 days. */
export const DEAD_LETTER_MS = 30 * 24 * 60 * 60 * 1_000;

/** Serializes a dead letter. */
export function writeDeadLetter({ givenUpAt, reason, ...entry }: DeadLetter): string {
  return `${writeEntry(entry)}\n${JSON.stringify({ givenUpAt, reason })}`;
}

/** Parses a dead letter. `undefined` for a payload that no version writes. */
export function readDeadLetter(payload: string): DeadLetter | undefined {
  const [entry] = readEntries(payload);
  const [, line = '{}'] = payload.split('\n');
  const { givenUpAt, reason }: Partial<DeadLetter> = JSON.parse(line);
  if (!entry || typeof givenUpAt !== 'number' || typeof reason !== 'string') return undefined;
  return { ...entry, givenUpAt, reason };
}
