/** Reversed polynomial of CRC-64/NVME, in two halves of 32 bits. */
const POLYNOMIAL = { high: 0x9a6c9329, low: 0xac4bc9b5 };

const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry === 1) {
      high ^= POLYNOMIAL.high;
      low ^= POLYNOMIAL.low;
    }
  }
  return { high, low };
});

/** CRC-64/NVME in base64, as S3 writes it. A separate implementation, so that tests do not trust our own code. */
export function crc64nvme(bytes: Uint8Array): string {
  let high = -1;
  let low = -1;
  for (const byte of bytes) {
    const entry = TABLE[(low ^ byte) & 0xff];
    low = ((low >>> 8) | (high << 24)) ^ (entry?.low ?? 0);
    high = (high >>> 8) ^ (entry?.high ?? 0);
  }
  const value = Buffer.alloc(8);
  value.writeInt32BE(~high, 0);
  value.writeInt32BE(~low, 4);
  return value.toString('base64');
}
