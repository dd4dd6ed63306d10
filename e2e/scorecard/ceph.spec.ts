import { findCeph } from '../rig/ceph.ts';
import { PART, row } from '../rig/row.ts';

row(
  {
    id: 'R33',
    fault: 'the store is a Ceph of three OSDs, and one of them is killed in mid-upload',
    expected: 'the upload completes on the other OSDs, byte for byte',
    onCeph: true,
    // Ceph before 17 knows no other checksum.
    environment: { SLIPWAY_INTEGRITY: 'md5' },
    once: true,
    chromiumOnly: 'a Ceph of three OSDs can lose only one',
    size: 20 * PART,
    resentBytes: 8 * PART,
    withinMs: 180_000,
  },
  async ({ lab, film }) => {
    lab.s3.bytesPerSecond = 16 * 1024 ** 2;
    await lab.pick(film);
    await lab.engine.hasSent(4);
    process.kill(findCeph()?.osds[1] ?? 0, 'SIGKILL');
    lab.s3.bytesPerSecond = Number.POSITIVE_INFINITY;
  },
);
