import type { SpanContext } from '@opentelemetry/api';
import type { UploaderInstance } from '../engine/uploader.ts';
import { type SpanSettings, startUploadSpan, type UploadSpan } from './upload-span.ts';

/** The spans of one uploader's uploads. */
export interface UploadSpans {
  /** The uploads that a request which starts now may serve: those with a run, and those that were just canceled. */
  takeServed(): readonly UploadSpan[];
  /** Stops listening, and ends all spans. */
  stop(): void;
}

/** Starts a span for each upload that has not ended, and for each one that is added or retried later. */
export function followUploads(uploader: UploaderInstance, settings: SpanSettings): UploadSpans {
  const spans = createSpanList(uploader, settings);
  const { start, end, open } = spans;
  for (const { id, state } of uploader.getSnapshot().uploads) {
    if (!/completed|failed|canceled/.test(state.status)) start(id);
  }
  const listeners = [
    uploader.subscribe(spans.update),
    uploader.on('upload-added', ({ id }) => start(id)),
    uploader.on('part-uploaded', ({ id, partNumber }) => open.get(id)?.partUploaded(partNumber)),
    uploader.on('upload-completed', ({ id }) => end(id)),
    uploader.on('upload-failed', ({ id }) => end(id, 'can-be-retried')),
    uploader.on('upload-canceled', ({ id }) => end(id, 'will-be-aborted')),
    uploader.on('upload-removed', ({ id }) => spans.forget(id)),
    uploader.on('all-forgotten', spans.forgetAll),
  ];
  return {
    takeServed: spans.takeServed,
    stop() {
      for (const stopListening of listeners) stopListening();
      spans.forgetAll();
    },
  };
}

/** What can happen to an upload after its span. */
type Afterwards = 'can-be-retried' | 'will-be-aborted' | 'nothing';

function createSpanList(uploader: UploaderInstance, settings: SpanSettings) {
  const open = new Map<string, UploadSpan>();
  /** Uploads that can be retried. */
  const failed = new Map<string, SpanContext>();
  /** Uploads that the next request aborts. */
  let canceled: UploadSpan[] = [];

  function start(id: string): void {
    const upload = uploader.getUpload(id);
    if (!upload || open.has(id)) return;
    open.set(id, startUploadSpan(upload, settings, failed.get(id)));
    failed.delete(id);
  }

  function end(id: string, afterwards: Afterwards = 'nothing'): void {
    const span = open.get(id);
    if (!span) return;
    open.delete(id);
    span.end();
    if (afterwards === 'can-be-retried') failed.set(id, span.spanContext);
    if (afterwards === 'will-be-aborted') canceled.push(span);
  }

  function update(): void {
    for (const id of failed.keys()) {
      if (uploader.getUpload(id)?.getSnapshot().state.status !== 'failed') start(id);
    }
    for (const span of open.values()) span.update();
  }

  return {
    open,
    start,
    end,
    update,
    forget(id: string): void {
      end(id);
      failed.delete(id);
    },
    forgetAll(): void {
      for (const id of open.keys()) end(id);
      failed.clear();
      canceled = [];
    },
    takeServed(): readonly UploadSpan[] {
      // Listeners hear of a change in the next frame, and the first request starts earlier.
      update();
      const served = [...open.values()].filter(({ isRunning }) => isRunning).concat(canceled);
      canceled = [];
      return served;
    },
  };
}
