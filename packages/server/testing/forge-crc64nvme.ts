import { crc64nvme } from './crc64nvme.ts';

const BITS = 64n;

/**
 * Appends eight bytes to a body, so that its CRC-64/NVME is the wanted one. A CRC is linear: each bit of the tail flips a
 * fixed set of bits in it, so 64 equations give the tail.
 *
 * @param wanted in base64
 */
export function forgeCrc64nvme(body: Uint8Array, wanted: string): Uint8Array<ArrayBuffer> {
  const forged = new Uint8Array(body.length + 8);
  forged.set(body);
  const view = new DataView(forged.buffer);
  const crcWith = (tail: bigint) => {
    view.setBigUint64(body.length, tail);
    return toBits(crc64nvme(forged));
  };

  const untouched = crcWith(0n);
  const rows = Array.from({ length: Number(BITS) }, (_, i) => {
    const tail = 1n << BigInt(i);
    return { tail, flips: crcWith(tail) ^ untouched };
  });
  let tail = 0n;
  let missing = untouched ^ toBits(wanted);
  for (let bit = BITS - 1n; bit >= 0n; bit--) {
    const flipsBit = (bits: bigint) => ((bits >> bit) & 1n) === 1n;
    const [pivot] = rows.splice(
      rows.findIndex(({ flips }) => flipsBit(flips)),
      1,
    );
    if (!pivot) throw new Error('These equations have no solution.');
    for (const row of rows.filter(({ flips }) => flipsBit(flips))) {
      row.tail ^= pivot.tail;
      row.flips ^= pivot.flips;
    }
    if (!flipsBit(missing)) continue;
    tail ^= pivot.tail;
    missing ^= pivot.flips;
  }
  view.setBigUint64(body.length, tail);
  return forged;
}

function toBits(base64: string): bigint {
  return Buffer.from(base64, 'base64').readBigUInt64BE();
}
