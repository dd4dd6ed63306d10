import { uppy5 } from '@slipway/bench-uppy5';
import type { CandidateSpeed } from './checksum-candidates.ts';
import type { Contestant } from './contestant.ts';
import { prepareBareLoop } from './contestants/bare-loop.ts';
import { betterUpload } from './contestants/better-upload.ts';
import { slipway } from './contestants/slipway.ts';
import { uppy6 } from './contestants/uppy6.ts';

/** By the names that the report shows. */
const CONTESTANTS: Readonly<Record<string, Contestant>> = {
  'Slipway, integrity none': slipway('none'),
  'Slipway, CRC64NVME': slipway('crc64nvme'),
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

/** Small files are made here; large ones come from the disk, through the page's input. */
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

/** Milliseconds that a contestant takes, by the page's own clock. */
async function run(name: string, small?: { count: number; size: number }): Promise<number> {
  const files = small ? smallFiles(small.count, small.size) : chosenFiles();
  const upload = await (name === BARE_LOOP ? prepareBareLoop(files) : CONTESTANTS[name]?.());
  if (!upload) throw new Error(`Nobody is called ${name}.`);
  const startedMs = performance.now();
  await upload(files);
  return performance.now() - startedMs;
}

/** How fast checksums are, in a worker that ends with its answer. */
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
