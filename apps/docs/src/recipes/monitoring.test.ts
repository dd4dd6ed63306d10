import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUploadErrorCode } from '@slipway/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { readTitledBlocks } from '../../../../scripts/titled-blocks.mjs';
import { runMain } from '../../../server/testing/run-main.ts';
import { uploadChecked } from '../../../server/testing/upload-checked.ts';
import { readPages } from '../pages.ts';

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

const page = readPages().find(({ path }) => path === 'docs/recipes/monitoring.md');
const blocks = readTitledBlocks('docs/recipes/monitoring.md');

test('the backend has every metric, route and status that the rules and the dashboard name', async () => {
  const data = await mkdtemp(join(tmpdir(), 'slipway-monitoring-'));
  const token = 'a token of more than thirty-two bytes';
  const main = runMain({ SLIPWAY_DATA: data, SLIPWAY_METRICS_TOKEN: token });
  onTestFinished(async () => {
    main.child.kill('SIGKILL');
    await main.ended();
    await rm(data, { recursive: true, force: true });
  });
  const { url } = await main.ready();
  await uploadChecked(url);
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  const metrics = await answer.text();

  const named = new Set(page?.text.match(/slipway_[a-z_]*[a-z]/g));
  expect(named.size).toBeGreaterThan(8);
  const known = [...metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name, type]) =>
    type === 'histogram' ? [name, `${name}_bucket`, `${name}_count`] : [name],
  );
  for (const name of named) expect(known).toContain(name);
  for (const [, route] of page?.text.matchAll(/route="([^"]+)"/g) ?? []) {
    expect(metrics).toContain(`route="${route}",status="2xx"`);
  }
});

test('the rules name codes that exist', () => {
  const codes = [...(page?.text.matchAll(/code=~?"([^"]+)"/g) ?? [])].flatMap(([, list = '']) =>
    list.split('|'),
  );
  expect(codes.length).toBeGreaterThan(2);
  for (const code of codes) expect(isUploadErrorCode(code), code).toBe(true);
});

test('the files for Prometheus are valid YAML, and each rule has an expression and a summary', () => {
  const config = parse(blocks.get('prometheus.yml') ?? '');
  expect(config.rule_files).toEqual(['slipway-rules.yml']);
  expect(config.scrape_configs).toMatchObject([{ job_name: 'slipway', metrics_path: '/metrics' }]);
  const { groups }: Rules = parse(blocks.get('slipway-rules.yml') ?? '');
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(4);
  for (const rule of rules) {
    expect(rule).toMatchObject({
      labels: { severity: expect.any(String) },
      annotations: { summary: expect.any(String) },
    });
    expect(rule.expr.match(/\(/g)).toHaveLength(rule.expr.match(/\)/g)?.length ?? 0);
  }
});
