import {
  type Attributes,
  type Context,
  type Link,
  type SpanContext,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { UploadSnapshot } from '../upload/snapshot.ts';
import { isRunning, type UploadState } from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';
import { createPartSpans, type PartSpans } from './part-spans.ts';

/** How spans are made. */
export interface SpanSettings {
  readonly tracer: Tracer;
  readonly parts: boolean;
  readonly objectKeys: boolean;
  readonly parent: () => Context;
}

/** The span of one upload. */
export interface UploadSpan {
  readonly spanContext: SpanContext;
  /** The context in which the file was added. */
  readonly parent: Context;
  /** Whether the upload has a run, so that requests may serve it. */
  readonly isRunning: boolean;
  addLink(other: SpanContext): void;
  /** Records what has changed since the last call. */
  update(): void;
  partUploaded(partNumber: number): void;
  /** Ends the span with the upload's state. */
  end(): void;
}

/**
 * Starts the span of an upload.
 *
 * @param before the span of an earlier attempt, which the user retries
 */
export function startUploadSpan(
  upload: Upload,
  { tracer, parts, objectKeys, parent: parentOf }: SpanSettings,
  before: SpanContext | undefined,
): UploadSpan {
  const parent = parentOf();
  const links: Link[] = before ? [{ context: before }] : [];
  const { size } = upload.file;
  const attributes: Attributes = { 'slipway.upload.size': size };
  const span = tracer.startSpan('slipway.upload', { attributes, links }, parent);
  const partSpans: PartSpans | undefined = parts
    ? createPartSpans(tracer, trace.setSpan(parent, span), upload)
    : undefined;
  let seen: UploadState = { status: 'queued' };
  let partCount = 0;

  function note(state: UploadState): void {
    const name = nameOf(state);
    if (name === nameOf(seen)) return;
    const reason = state.status === 'paused' ? { 'slipway.pause.reason': state.reason } : {};
    span.addEvent(`slipway.${name}`, reason);
    seen = state;
  }

  return {
    spanContext: span.spanContext(),
    parent,
    get isRunning() {
      return isRunning(upload.getSnapshot().state.status);
    },
    addLink: (context) => span.addLink({ context }),
    update() {
      const { state } = upload.getSnapshot();
      note(state);
      partSpans?.update(state);
    },
    partUploaded(partNumber) {
      partCount++;
      partSpans?.uploaded(partNumber);
    },
    end() {
      const { state, resumed } = upload.getSnapshot();
      partSpans?.end(state);
      span.setAttributes({
        'slipway.upload.resumed': resumed,
        'slipway.upload.parts_sent': partCount,
        ...describeEnd(state, objectKeys),
      });
      if (state.status === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/** An upload that waits because the storage asked for it is in a state of its own. */
function nameOf(state: UploadState): string {
  return state.status === 'uploading' && state.heldBack ? 'held_back' : state.status;
}

function describeEnd(state: UploadSnapshot['state'], objectKeys: boolean): Attributes {
  switch (state.status) {
    case 'completed':
      return {
        'slipway.upload.outcome': 'completed',
        ...(objectKeys && { 'aws.s3.key': state.object.objectKey }),
      };
    case 'failed':
      return { 'slipway.upload.outcome': 'failed', 'error.type': state.error.code };
    case 'canceled':
      return { 'slipway.upload.outcome': 'canceled' };
    default:
      return { 'slipway.upload.outcome': 'stopped' };
  }
}
