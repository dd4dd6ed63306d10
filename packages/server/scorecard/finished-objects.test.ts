import { createHash } from 'node:crypto';
import { type CreatedUpload, INTEGRITY_MODES, type Integrity } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../src/store/memory-store.ts';
import type { SharedStore } from '../src/store/shared-store.ts';
import { ADAPTERS, type CommonOptions } from '../testing/adapters.ts';
import { crc64nvme } from '../testing/crc64nvme.ts';
import { forgeCrc64nvme } from '../testing/forge-crc64nvme.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { complete, objectExists, readObject } from '../testing/uploads.ts';

const SIZE = 1_000;

/** What the backend verifies: a GIF. */
const picture = new Uint8Array(SIZE).fill(7);
picture.set(new TextEncoder().encode('GIF89a'));

/** What takes its place: a program of the same size, with the same CRC64NVME. */
const program = forgeCrc64nvme(
  new Uint8Array(SIZE - 8).fill(0xcc).with(0, 0x4d).with(1, 0x5a),
  crc64nvme(picture),
);

const digest = (algorithm: string) => createHash(algorithm).update(picture).digest('base64');

/** The picture's checksums, by other code than the product's. Of the modes without one, no form is expected either. */
const CHECKSUMS: Partial<Record<Integrity, string>> = {
  crc64nvme: crc64nvme(picture),
  sha256: digest('sha256'),
  sha1: digest('sha1'),
  md5: digest('md5'),
  crc32c: 'AAAAAA==',
  crc32: 'AAAAAA==',
};

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
const PICTURE = { partNumber: 1, checksum: sha256(picture) };
const PROGRAM = { partNumber: 1, checksum: sha256(program) };

/** A store whose `get` of the bound checksum runs `before` first. */
function createStore(before: () => Promise<unknown>): SharedStore {
  const memory = createMemoryStore();
  return {
    ...memory,
    async get(key) {
      if (key.startsWith('bound/')) await before();
      return memory.get(key);
    },
  };
}

const byName: Partial<CommonOptions> = { objectKey: ({ name }) => `by-name/${name}` };

test('S22 the program is forged: it has the size and the CRC64NVME of the picture', () => {
  expect(program).toHaveLength(picture.length);
  expect(crc64nvme(program)).toBe(crc64nvme(picture));
  expect(program).not.toEqual(picture);
});

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  afterEach(() => stack.close());

  async function start(options: Partial<CommonOptions> = {}): Promise<void> {
    stack = await startUploadStack({ smallFiles: 'post', verifyType: true, ...options }, adapter);
  }

  function askFor(integrity: Integrity, accepts: readonly string[]) {
    const checksum = CHECKSUMS[integrity];
    const parts = [{ partNumber: 1, ...(checksum && { checksum }) }];
    const file = { name: 'a.gif', type: 'image/gif', size: SIZE, partSize: 5 * MiB };
    return stack.call('create', { files: [{ ...file, integrity, parts }], accepts });
  }

  async function create(integrity: Integrity, accepts: readonly string[]) {
    const { body } = await askFor(integrity, accepts);
    const [upload] = body.uploads as [CreatedUpload];
    const [part] = upload.parts;
    if (!part) throw new Error('No part was presigned.');
    return { ...upload, part };
  }

  /** Uploads the picture, has it verified, then sends the program with the same URL. */
  async function sendAgain(integrity: Integrity, accepts: readonly string[]) {
    const { part, token, objectKey } = await create(integrity, accepts);
    expect((await putPart(part, picture)).status).toBeLessThan(300);
    expect((await complete(stack, { token })).object).toMatchObject({ objectKey, size: SIZE });

    const again = await putPart(part, program);

    expect((await readObject(stack, objectKey)).equals(picture)).toBe(true);
    return { again: again.status, asForm: part.fields !== undefined };
  }

  test('S22 a form with SHA-256 does not replace the verified object', async () => {
    await start();
    expect(await sendAgain('sha256', ['post'])).toEqual({ again: 400, asForm: true });
  });

  test.each(['crc64nvme', 'sha256', 'sha1', 'md5', 'none'] as const)(
    'S22 a PUT does not replace the verified object, whatever the browser asks for: %s',
    async (integrity) => {
      // Where keys are unique, overwriting changes nothing.
      await start({ overwrite: true });
      const { again } = await sendAgain(integrity, []);
      expect([400, 412]).toContain(again);
    },
  );

  test.each([
    ['has unique keys', {}],
    ['names objects and keeps them', byName],
    ['lets objects be overwritten', { ...byName, overwrite: true }],
  ])('S22 no other checksum gets a form from a server that %s', async (_name, options) => {
    await start(options);
    for (const integrity of INTEGRITY_MODES) {
      const { part } = await create(integrity, ['post']);
      const isForm = part.fields !== undefined;
      expect([integrity, isForm]).toEqual([
        integrity,
        integrity === 'sha256' && ('overwrite' in options || !('objectKey' in options)),
      ]);
    }
  });

  test('S22 a browser that accepts forms and asks for a CRC does not replace the verified object', async () => {
    await start();
    expect(await sendAgain('crc64nvme', ['post'])).toEqual({ again: 412, asForm: false });
  });

  /** Has URLs signed for the picture and for the program, sends the picture, and then the program by every URL. */
  async function askForBoth(firstParts: readonly object[]) {
    const file = { name: 'a.gif', type: 'image/gif', size: SIZE, partSize: 5 * MiB };
    const files = [{ ...file, integrity: 'sha256', parts: firstParts }];
    const { body } = await stack.call('create', { files, accepts: ['post'] });
    const [{ token, objectKey, parts }] = body.uploads as [CreatedUpload];
    const ofFirst = firstParts.includes(PROGRAM) ? PROGRAM : PICTURE;
    const issued = parts.map((part) => ({ part, body: ofFirst }));
    for (const wanted of [PICTURE, PROGRAM]) {
      for (const accepts of [['post'], []]) {
        const uploads = [{ token, parts: [wanted] }];
        const answer = await stack.call('presign', { uploads, accepts });
        const [{ parts: more = [] }] = answer.body.uploads;
        for (const part of more) issued.push({ part, body: wanted });
      }
    }
    const ofPicture = issued.filter(({ body: of }) => of === PICTURE);
    const ofProgram = issued.filter(({ body: of }) => of === PROGRAM);
    const [good] = ofPicture;
    if (good) {
      expect((await putPart(good.part, picture)).status).toBeLessThan(300);
      expect((await complete(stack, { token })).object).toMatchObject({ objectKey, size: SIZE });
      for (const { part } of ofProgram) await putPart(part, program);
      expect((await readObject(stack, objectKey)).equals(picture)).toBe(true);
    }
    return { ofPicture: ofPicture.length, ofProgram: ofProgram.length };
  }

  test('S22 an upload that was created with a checksum gets URLs for no other bytes', async () => {
    for (const options of [{}, { ...byName, overwrite: true }]) {
      await start(options);
      expect(await askForBoth([PICTURE])).toEqual({ ofPicture: 3, ofProgram: 0 });
      expect(await askForBoth([PROGRAM])).toEqual({ ofPicture: 0, ofProgram: 3 });
      await stack.close();
    }
    await start();
  });

  test('S22 an upload that was created without a checksum gets PUTs for the bytes of its first URL only, and no form', async () => {
    await start();
    expect(await askForBoth([])).toEqual({ ofPicture: 2, ofProgram: 0 });
    await stack.close();
    await start({ ...byName, overwrite: true });
    expect(await askForBoth([])).toEqual({ ofPicture: 0, ofProgram: 0 });
  });

  describe('S22 an upload that was created without a checksum gets no URL for other bytes', () => {
    const file = { name: 'a.gif', type: 'image/gif', size: SIZE, partSize: 5 * MiB };

    /** Creates it, and sends the picture. */
    async function send() {
      const created = await stack.call('create', { files: [{ ...file, integrity: 'sha256' }] });
      const [{ token, objectKey }] = created.body.uploads as [CreatedUpload];
      const urlOf = async (part: typeof PICTURE) => {
        const asked = { uploads: [{ token, parts: [part] }] };
        return (await stack.call('presign', asked)).body;
      };
      const { uploads } = await urlOf(PICTURE);
      expect((await putPart(uploads[0].parts[0], picture)).status).toBe(200);
      return { token, objectKey, urlOf };
    }

    test('S22 while another request completes it', async () => {
      let isCompleted = false;
      let token = '';
      const completeOnce = async () => {
        if (isCompleted) return;
        isCompleted = true;
        expect(await complete(stack, { token })).toHaveProperty('object');
      };
      await start({ store: createStore(completeOnce) });
      const upload = await send();
      token = upload.token;
      expect((await upload.urlOf(PROGRAM)).error?.code).toBe('upload-ended');
      expect(isCompleted).toBe(true);
    });

    test('S22 from a store that has lost its memory', async () => {
      const stores = [createMemoryStore(), createMemoryStore()] as const;
      let [store]: readonly SharedStore[] = stores;
      const forgetful = new Proxy(stores[0], {
        get: (_, name) => Reflect.get(store ?? stores[0], name),
      });
      await start({ store: forgetful });
      const { urlOf } = await send();
      store = stores[1];
      expect((await urlOf(PROGRAM)).error?.code).toBe('upload-ended');
    });

    test('S22 from a store that cannot tell its epoch, and the first bytes are accepted', async () => {
      await start({ store: { ...createMemoryStore(), epoch: async () => undefined } });
      const { token, urlOf } = await send();
      expect((await urlOf(PROGRAM)).error?.code).toBe('invalid-request');
      expect(await complete(stack, { token })).toHaveProperty('object');
    });
  });

  describe('S22 where objects may be overwritten', () => {
    test.each([
      ['a form', ['post'], true],
      ['a PUT', [], false],
    ])(
      'S22 %s with SHA-256 does not replace the object with other bytes',
      async (_name, accepts, asForm) => {
        await start({ ...byName, overwrite: true });
        expect(await sendAgain('sha256', accepts)).toEqual({ again: 400, asForm });
      },
    );

    test('S22 a policy of SHA-256 refuses uploads whose bytes could be replaced', async () => {
      await start({ ...byName, overwrite: true, policy: { integrity: 'sha256' } });
      for (const integrity of INTEGRITY_MODES.filter((mode) => mode !== 'sha256')) {
        expect((await askFor(integrity, ['post'])).status, integrity).toBe(400);
      }
      expect(await objectExists(stack, 'by-name/a.gif')).toBe(false);
      expect(await sendAgain('sha256', ['post'])).toEqual({ again: 400, asForm: true });
    });
  });
});
