import { type Context, context, type Tracer, trace } from '@opentelemetry/api';
import { readHeaders } from '../browser/read-headers.ts';
import type { UploaderInstance } from '../engine/uploader.ts';
import type { RequestHeaders } from '../page/endpoint-uploader.ts';
import { followUploads, type UploadSpans } from './follow-uploads.ts';
import { startRequestContext } from './request-context.ts';
import { setTraceHeaders } from './trace-headers.ts';

/** Options of {@link createUploadTracing}. */
export interface UploadTracingOptions {
  /** Makes the spans. @defaultValue the tracer `@slipway/core` of the SDK that the page registered */
  readonly tracer?: Tracer | undefined;
  /**
   * Whether each attempt to send a part has a span below the span of its upload. Their times are those of animation
   * frames.
   *
   * @defaultValue false
   */
  readonly parts?: boolean | undefined;
  /** Whether spans name the keys of objects, which can contain names of files. @defaultValue false */
  readonly objectKeys?: boolean | undefined;
  /** Returns the parent of an upload's span, when its file is added. @defaultValue the active context */
  readonly parent?: (() => Context) | undefined;
}

/** Spans of the uploads of one page. */
export interface UploadTracing {
  /**
   * Returns the option `headers` of the backend or the widget: the given headers, and the trace context of each request. Only
   * requests to the backend get these. S3 gets no other headers than those that its URLs sign.
   */
  headers(given?: RequestHeaders | undefined): () => Promise<Headers>;
  /** Starts a span for each upload. Returns a function that stops, and ends all spans. */
  follow(uploader: UploaderInstance): () => void;
}

/**
 * Creates spans of uploads. Each upload has a span from the moment when its file is added until it ends. No span has the
 * name of a file, a token or a URL.
 *
 * @example
 * const tracing = createUploadTracing();
 * const backend = createHttpBackend({ baseUrl: '/api', headers: tracing.headers() });
 * const uploader = createUploader({ backend });
 * tracing.follow(uploader);
 */
export function createUploadTracing(options: UploadTracingOptions = {}): UploadTracing {
  const { tracer = trace.getTracer('@slipway/core') } = options;
  const { parts = false, objectKeys = false, parent = () => context.active() } = options;
  const followed = new Set<UploadSpans>();
  return {
    headers: (given) => async () => {
      // Before any wait, because the uploads that a request serves are known only when it starts.
      const served = [...followed].flatMap((spans) => spans.takeServed());
      const requestContext = startRequestContext(tracer, served);
      const headers = readHeaders(typeof given === 'function' ? await given() : given);
      if (requestContext) setTraceHeaders(headers, requestContext);
      return headers;
    },
    follow(uploader) {
      const spans = followUploads(uploader, { tracer, parts, objectKeys, parent });
      followed.add(spans);
      return () => {
        followed.delete(spans);
        spans.stop();
      };
    },
  };
}
