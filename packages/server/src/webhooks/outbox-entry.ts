import type { WebhookType } from './webhook-body.ts';

/** One webhook to send. */
export interface OutboxEntry {
  /** Names the event, however often it is sent. */
  readonly id: string;
  /** The upload's ID. */
  readonly upload: string;
  readonly type: WebhookType;
  /** The text to sign and send. */
  readonly body: string;
  /** How often sending it has failed. @defaultValue 0 */
  readonly failures?: number | undefined;
}

/** Serializes an entry as one line. */
export function writeEntry(entry: OutboxEntry): string {
  return JSON.stringify(entry);
}

/** Parses the lines of a task. Drops lines that no version writes, because they can never be sent. */
export function readEntries(payload: string): readonly OutboxEntry[] {
  return payload
    .split('\n')
    .map(readEntry)
    .filter((entry) => entry !== undefined);
}

function readEntry(line: string): OutboxEntry | undefined {
  try {
    const { id, upload, type, body, failures = 0 }: OutboxEntry = JSON.parse(line) ?? {};
    const areTexts = [id, upload, type, body].every((text) => typeof text === 'string');
    return areTexts && Number.isInteger(failures)
      ? { id, upload, type, body, failures }
      : undefined;
  } catch {
    return undefined;
  }
}
