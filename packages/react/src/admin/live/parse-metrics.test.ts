import { expect, test } from 'vitest';
import { parseMetrics } from './parse-metrics.ts';

test('the parser reads counters with their labels, and skips comments', () => {
  const text = `# HELP slipway_errors_total Failures.
# TYPE slipway_errors_total counter
slipway_errors_total{code="not-found"} 20
slipway_errors_total{code="a \\"b\\"\\n\\\\",route="x,y}"} 1.5e3 1395066363000

slipway_uploads_created_total 2
up +Inf
not a metric
`;
  expect(parseMetrics(text)).toEqual([
    { name: 'slipway_errors_total', labels: { code: 'not-found' }, value: 20 },
    { name: 'slipway_errors_total', labels: { code: 'a "b"\n\\', route: 'x,y}' }, value: 1_500 },
    { name: 'slipway_uploads_created_total', labels: {}, value: 2 },
    { name: 'up', labels: {}, value: Number.POSITIVE_INFINITY },
  ]);
});
