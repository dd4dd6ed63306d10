import { computeChecksum } from '../src/checksum/compute-checksum.ts';

/** The script of a worker that computes checksums and leaves so much behind that the garbage collector never rests. */
addEventListener('message', async ({ data: file }: MessageEvent<File>) => {
  const checksum = await computeChecksum(file, 'crc64nvme', () => {
    Array.from({ length: 200_000 }, () => ({}));
  });
  postMessage(checksum);
});
