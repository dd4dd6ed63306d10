import { type Attributes, trace } from '@opentelemetry/api';
import type { ServiceEvent } from '../service/service-event.ts';

/** What spans may contain besides the default. */
export interface SpanContent {
  /** Whether spans name the keys of objects. */
  readonly objectKeys: boolean;
}

/** Adds what happened to an upload to the active span. The end of a request ends its span instead. */
export function addSpanEvent(event: ServiceEvent, { objectKeys }: SpanContent): void {
  if (event.type === 'request-answered') return;
  const attributes: Attributes = { 'slipway.upload.size': event.size };
  if ('partCount' in event) attributes['slipway.part.count'] = event.partCount;
  if ('code' in event && event.code !== undefined) attributes['slipway.error.code'] = event.code;
  if (objectKeys) attributes['aws.s3.key'] = event.objectKey;
  trace.getActiveSpan()?.addEvent(`slipway.${event.type.replaceAll('-', '_')}`, attributes);
}
