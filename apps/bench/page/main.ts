import { uppy5 } from '@slipway/bench-uppy5';
import type { CandidateSpeed } from './checksum-candidates.ts';
import type { Contestant } from './contestant.ts';
import { prepareBareLoop } from './contestants/bare-loop.ts';
import { betterUpload } from './contestants/better-upload.ts';
import { slipway } from './contestants/slipway.ts';
import { uppy6 } from './contestants/uppy6.ts';

/** The contestants, by their names in the report. */
const CONTESTANTS: Readonly<Record<string, Contestant>> = {
  'Slipway, integrity none': slipway('none'),
  'Slipway, CRC64NVME': slipway('crc64nvme'),
  'Slipway, SHA-256': slipway('sha256'),
  // The same backend: without a mode in the policy, small files have SHA-256.
  'Slipway, small files': slipway('crc64nvme'),
  'Slipway, credentials split': slipway('split'),
  'Slipway, two host names': slipway('hosts'),
  'Better Upload 3, default': betterUpload('default'),
  'Better Upload 3, tuned': betterUpload('tuned'),
  'Uppy 5, default': uppy5('default'),
  'Uppy 5, tuned': uppy5('tuned'),
  'Uppy 6, default': uppy6('default'),
  'Uppy 6, tuned': uppy6('tuned'),
};

const BARE_LOOP = 'bare loop';

/** Creates small files here. Large files come from the disk, through the page's input. */
function chosenFiles(): readonly File[] {
  const input = document.querySelector('input');
  return [...(input?.files ?? [])];
}

function smallFiles(count: number, size: number): readonly File[] {
  return Array.from({ length: count }, (_, i) => {
    const bytes = crypto.getRandomValues(new Uint8Array(size));
    return new File([bytes], `small-${i}.bin`, { type: 'application/octet-stream' });
  });
}

/** How long a contestant takes, in milliseconds of the page's clock. */
async function run(name: string, small?: { count: number; size: number }): Promise<number> {
  const files = small ? smallFiles(small.count, small.size) : chosenFiles();
  const upload = await (name === BARE_LOOP ? prepareBareLoop(files) : CONTESTANTS[name]?.());
  if (!upload) throw new Error(`There is no contestant ${name}.`);
  const startedMs = performance.now();
  await upload(files);
  return performance.now() - startedMs;
}

/** Measures checksums in a worker. The worker ends when it has answered. */
async function checksums(): Promise<readonly CandidateSpeed[]> {
  const worker = new Worker(new URL('./checksum-candidates.ts', import.meta.url), {
    type: 'module',
  });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }) =>
        typeof data === 'string' ? reject(new Error(data)) : resolve(data),
      );
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    });
  } finally {
    worker.terminate();
  }
}

Object.assign(window, { slipwayBench: { run, checksums } });
