import { metrics, trace } from '@opentelemetry/api';
import { afterEach, expect, test, vi } from 'vitest';
import { startTelemetry } from '../../../../packages/server/testing/telemetry.ts';
import { startTestBackend } from '../../testing/start-backend.ts';
import { createFile } from '../../testing/upload-file.ts';

const REGISTERED = Symbol.for('opentelemetry.js.api.1');

afterEach(() => {
  vi.unstubAllEnvs();
  trace.disable();
  metrics.disable();
});

test('with an SDK, the backend reports spans, and metrics under the names of Prometheus', async () => {
  const telemetry = startTelemetry();
  trace.setGlobalTracerProvider({ getTracer: () => telemetry.tracer });
  metrics.setGlobalMeterProvider({ getMeter: () => telemetry.meter });
  const backend = await startTestBackend();
  try {
    await createFile(backend.url, 6 * 1024 ** 2);
    await createFile(backend.url, -1);
    const names = () => telemetry.spans().map(({ name }) => name);
    await expect.poll(() => names().filter((name) => name === 'POST /uploads').length).toBe(2);
    expect(names()).toContain('S3.CreateMultipartUpload');
    const text = await (await fetch(`${backend.url}/metrics`)).text();
    const reported = Object.keys(await telemetry.points());
    expect(reported).toContain('slipway_uploads_created_total');
    expect(reported).toContain('slipway_request_duration_seconds');
    for (const name of reported) expect(text).toContain(`# TYPE ${name} `);
  } finally {
    await backend.close();
    await telemetry.close();
  }
});

test('a collector without an SDK gets a line in the log that says how to load one', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4318');
  Reflect.deleteProperty(globalThis, REGISTERED);
  const backend = await startTestBackend();
  const log = await backend.endAndReadLog();
  expect(log.map(({ msg }) => msg)).toContainEqual(expect.stringContaining('--import'));
});
