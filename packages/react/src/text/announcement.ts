import type { UploadError, UploaderSnapshot } from '@slipway/core';
import { describeError } from './error-text.ts';
import type { Format } from './format.ts';
import type { Messages } from './messages.ts';
import { countPending } from './summary-text.ts';

/** An event to announce to users of screen readers. */
export type Happening = { readonly id: string; readonly name: string } & (
  | { readonly kind: 'started' | 'completed' | 'canceled' }
  | { readonly kind: 'failed'; readonly error: UploadError }
);

/**
 * Announces the events of a moment in as few words as possible. It names a single file and counts several. For each
 * file it announces only the last event.
 */
export function announce(
  happenings: readonly Happening[],
  snapshot: UploaderSnapshot,
  messages: Messages,
  format: Format,
): string {
  const last = new Map(happenings.map((happening) => [happening.id, happening]));
  const of = (kind: Happening['kind']) => [...last.values()].filter((item) => item.kind === kind);
  const words = messages.announce;

  const started = say(of('started'), words.startedOne, words.started);
  const completed = of('completed');
  const canceled = say(of('canceled'), words.canceledOne, words.canceled);
  const failed = [...last.values()].flatMap((item) => (item.kind === 'failed' ? [item] : []));
  const [failure] = failed;
  const failures =
    failure && failed.length === 1
      ? words.failedOne(failure.name, describeError(failure.error, messages, format), format)
      : failed.length > 0 && words.failed(failed.length, format);

  return [started, sayCompleted(), canceled, failures].filter(Boolean).join(' ');

  function sayCompleted(): string {
    const { byStatus } = snapshot.totals;
    const isAll = countPending(snapshot) === 0 && byStatus.failed === 0 && byStatus.completed > 1;
    if (completed.length > 0 && isAll) return words.completedAll(byStatus.completed, format);
    return say(completed, words.completedOne, words.completed);
  }

  function say(
    items: readonly Happening[],
    one: (name: string, format: Format) => string,
    many: (count: number, format: Format) => string,
  ): string {
    const [first] = items;
    if (!first) return '';
    return items.length === 1 ? one(first.name, format) : many(items.length, format);
  }
}
