import type { Integrity } from '@slipway/protocol';
import { describe, expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const KiB = 1024;
const partSize = 100 * KiB;

/** Files with the same fingerprint. Only reading all bytes can tell them apart. */
function film(middle: string): File {
  const bytes = new Uint8Array(350 * KiB);
  bytes.set(new TextEncoder().encode(middle), 150 * KiB);
  return new File([bytes], 'film.bin', { lastModified: 1 });
}

/** An upload that a reload interrupts when S3 holds two of four parts. */
async function interrupted(integrity?: Integrity) {
  const policy = { integrity };
  const first = createTestUploader({ policy, partSize });
  first.uploader.add(film('first'));
  await first.s3.receives('put 2');
  first.uploader.close();
  const { s3, clock, sessions } = first;
  return {
    s3,
    sessions,
    before: s3.calls.length,
    reload: () => createTestUploader({ s3, clock, sessions, policy, partSize }).uploader,
  };
}

const isPut = (call: string) => call.startsWith('put');
const text = async (body: Blob | undefined) => new TextDecoder().decode(await body?.arrayBuffer());

describe.each<Integrity | undefined>([undefined, 'crc32c', 'sha256', 'md5'])(
  'with %s',
  (integrity) => {
    test('parts that prove to belong to this file are not sent again', async () => {
      const { s3, reload, before, sessions } = await interrupted(integrity);

      await reload().add(film('first')).completed;

      expect(s3.calls.slice(before).filter(isPut)).toEqual(['put 3', 'put 4']);
      expect(await text(s3.objects.get('1/film.bin'))).toBe(await film('first').text());
      await expect.poll(() => sessions?.list()).toEqual([]);
    });

    test('another file with the same fingerprint is detected, and its object holds only its own bytes', async () => {
      const { s3, reload, sessions } = await interrupted(integrity);

      const upload = reload().add(film('other'));
      await upload.completed;

      expect([...s3.objects.keys()]).toEqual(['2/film.bin']);
      expect(await text(s3.objects.get('2/film.bin'))).toBe(await film('other').text());
      expect(s3.unfinished).toBe(0);
      expect(s3.calls.filter((call) => call === 'abort')).toHaveLength(1);
      expect(upload.getSnapshot().resumed).toBe(false);
      await expect.poll(() => sessions?.list()).toEqual([]);
    });
  },
);

test('bytes that S3 already holds count only once they are verified', async () => {
  const { reload } = await interrupted();
  const uploader = reload();
  const seen: number[] = [];
  const upload = uploader.add(film('first'));
  uploader.subscribe(() => seen.push(upload.getSnapshot().progress.partsDone));

  await upload.completed;

  expect(seen).toContain(0);
  expect(seen).not.toContain(undefined);
  expect(upload.getSnapshot().progress.partsDone).toBe(4);
});

test('a part without a stored checksum is sent again', async () => {
  const { s3, sessions, reload, before } = await interrupted('md5');
  const [session] = (await sessions?.list()) ?? [];
  if (session) await sessions?.put({ ...session, checksums: undefined });

  await reload().add(film('first')).completed;

  expect(s3.calls.slice(before).filter(isPut)).toEqual(['put 1', 'put 2', 'put 3', 'put 4']);
  expect(s3.objects.size).toBe(1);
});

test('a file that can no longer be read fails, and S3 deletes its parts', async () => {
  const { s3, reload } = await interrupted();
  const file = film('first');
  const slice = file.slice.bind(file);
  file.slice = (start, end) => {
    const part = slice(start, end);
    if (start === partSize) {
      part.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
    }
    return part;
  };

  await expect(reload().add(file).completed).rejects.toMatchObject({ code: 'file-changed' });

  await s3.receives('abort');
  expect(s3.unfinished).toBe(0);
});
