import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createChance } from '../chaos/random.ts';
import { createApi } from './api.ts';
import { waitForEnd } from './ending.ts';
import { startFaults } from './faults.ts';
import { judge } from './judge.ts';
import { METRICS_TOKEN, startSoakLab } from './lab.ts';
import { createLedger } from './ledger.ts';
import { watchMemory } from './memory.ts';
import { playUpload } from './play-upload.ts';
import { startReport } from './report.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    uploads: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    /** Seconds in which an upload has to end. */
    lifetime: { type: 'string', default: '150' },
    /** Where the figures go, as JSON. */
    figures: { type: 'string' },
    /** Where the replicas' logs go. */
    logs: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const uploads = Number(values.uploads);
const seed = Number(values.seed);
const lifetimeSeconds = Number(values.lifetime);
/** The rest of the soak is for the sweeper: an upload's lifetime, and the time until its next turn. */
let uploadingMs = (minutes * 60 - 2 * lifetimeSeconds) * 1_000;
const callers = Array.from({ length: 50 }, (_, i) => `caller-${i + 1}`);

const lab = await startSoakLab({ callers, lifetimeSeconds, logs: values.logs });
try {
  const start = performance.now();
  const now = () => performance.now() - start;
  const api = createApi(lab.url, now);
  const ledger = createLedger();
  const memory = watchMemory(lab.urls, METRICS_TOKEN, now);
  const faults = startFaults(lab, createChance(seed), now);
  const report = startReport({
    api,
    ledger,
    samples: memory.samples,
    windows: faults.windows,
    now,
  });
  const world = { api, bucket: lab.bucket, ledger, callers };
  const playOn = async (place: number) => {
    const chance = createChance(seed * 10_000 + place);
    while (now() < uploadingMs) await playUpload(world, chance);
  };
  // Judges what has run so far.
  process.once('SIGTERM', () => {
    uploadingMs = now();
  });
  await Promise.all(Array.from({ length: uploads }, (_, i) => playOn(i)));
  await Promise.all([memory.stop(), faults.stop()]);
  report.stop();
  const answers = [...api.answers];
  const { unanswered } = api;
  console.log('All uploads have ended. Waiting for the sweeper and the quotas.');
  const leftovers = await waitForEnd(lab, api, ledger, callers, lifetimeSeconds);
  const { windows } = faults;
  const { samples } = memory;
  const verdict = judge({
    uploadingMs,
    answers,
    windows,
    samples,
    faults: ledger.faults,
    leftovers,
  });
  const strikes: Record<string, number> = {};
  for (const { name } of windows) strikes[name] = (strikes[name] ?? 0) + 1;
  const figures = {
    minutes: Math.round(now() / 60_000),
    uploadingMinutes: Math.round(uploadingMs / 60_000),
    uploads,
    seed,
    callers: callers.length,
    counts: ledger.counts,
    objects: ledger.expected.size,
    unanswered,
    strikes,
    ...verdict,
  };
  const text = `${JSON.stringify(figures, undefined, 2)}\n`;
  console.log(text);
  if (values.figures) await writeFile(values.figures, text);
  for (const line of verdict.missed.slice(0, 50)) console.error(`Missed: ${line}`);
  console.log(verdict.missed.length === 0 ? 'The soak held.' : 'The soak did not hold.');
  process.exitCode = verdict.missed.length === 0 ? 0 : 1;
} finally {
  await lab.close();
}
