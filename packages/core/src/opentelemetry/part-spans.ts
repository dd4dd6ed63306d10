import { type Context, type Span, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { UploadState } from '../upload/state.ts';
import type { Upload } from '../upload/upload.ts';

/** The spans of an upload's parts: one for each attempt that lasts for a frame. */
export interface PartSpans {
  /** Compares the parts on the wire with those of the last call. */
  update(state: UploadState): void;
  uploaded(partNumber: number): void;
  /** Ends the spans that are left. */
  end(state: UploadState): void;
}

/** @param context the context with the upload's span */
export function createPartSpans(tracer: Tracer, context: Context, upload: Upload): PartSpans {
  const onWire = new Map<number, Span>();
  const start = (partNumber: number) =>
    tracer.startSpan(
      'slipway.part',
      { attributes: { 'slipway.part.number': partNumber } },
      context,
    );

  function drop(partNumber: number, span: Span, { status }: UploadState): void {
    onWire.delete(partNumber);
    // A pause or an end of the upload is no failure of the part.
    const isRetried = status === 'uploading';
    span.setAttribute('slipway.part.outcome', isRetried ? 'retried' : 'stopped');
    if (isRetried) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  return {
    update(state) {
      const map = upload.getPartMap();
      for (const [partNumber, span] of onWire) {
        if (map[partNumber - 1] !== '1') drop(partNumber, span, state);
      }
      for (let at = map.indexOf('1'); at >= 0; at = map.indexOf('1', at + 1)) {
        if (!onWire.has(at + 1)) onWire.set(at + 1, start(at + 1));
      }
    },
    uploaded(partNumber) {
      const span = onWire.get(partNumber) ?? start(partNumber);
      onWire.delete(partNumber);
      span.setAttribute('slipway.part.outcome', 'uploaded');
      span.end();
    },
    end(state) {
      for (const [partNumber, span] of onWire) drop(partNumber, span, state);
    },
  };
}
