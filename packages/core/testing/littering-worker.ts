import { computeChecksum } from '../src/checksum/compute-checksum.ts';

/** A worker that computes checksums and creates so much garbage that the collector never rests. */
addEventListener('message', async ({ data: file }: MessageEvent<File>) => {
  const checksum = await computeChecksum(file, 'crc64nvme', () => {
    Array.from({ length: 200_000 }, () => ({}));
  });
  postMessage(checksum);
});
