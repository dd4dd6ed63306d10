/**
 * Spans of uploads in the browser, for OpenTelemetry. It needs `@opentelemetry/api`, and no SDK.
 *
 * @module
 */
export {
  createUploadTracing,
  type UploadTracing,
  type UploadTracingOptions,
} from './opentelemetry/create-upload-tracing.ts';
