import type { CreatedUpload, FileToCreate } from '@slipway/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';
import type { UploadHooks } from '../service/upload-hooks.ts';

const ID = '[0-9a-hjkmnp-tv-z]{26}';

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  afterEach(() => stack.close());

  async function start(options: Partial<CommonOptions> = {}): Promise<void> {
    stack = await startUploadStack(options, adapter);
  }

  async function create(...files: readonly Partial<FileToCreate>[]) {
    const file = { name: 'a.jpg', type: '', size: 1, partSize: 5 * MiB };
    const { body } = await stack.call('create', {
      files: files.map((each) => Object.assign({}, file, each)),
    });
    return body.uploads;
  }

  test('the policy says what happens to folders', async () => {
    await start();
    expect((await stack.policy()).body).toMatchObject({ folders: 'told' });
    await stack.close();
    await start({ keepFolders: true });
    expect((await stack.policy()).body).toMatchObject({ folders: 'kept' });
  });

  test('a default key leaves out the folders', async () => {
    await start();
    const [{ objectKey }] = await create({ relativePath: 'Urlaub/a.jpg' });
    expect(objectKey).toMatch(new RegExp(`^uploads/${ID}/a\\.jpg$`));
  });

  test.each([
    ['Urlaub/Strand/a.jpg', 'Urlaub/Strand/a.jpg'],
    ['Urlaub/of another name', 'Urlaub/a.jpg'],
    ['a.jpg', 'a.jpg'],
    ['', 'a.jpg'],
    ['./Urlaub//./a.jpg', 'Urlaub/a.jpg'],
    ['Windows\\Folder\\a.jpg', 'Windows/Folder/a.jpg'],
    ['U\u0308bung/\u202Egpj/a.jpg', 'Übung/gpj/a.jpg'],
    ['\u200B/a.jpg', 'file/a.jpg'],
    ['a..b/..c/a.jpg', 'a..b/..c/a.jpg'],
  ])('with keepFolders the path "%s" becomes "%s" in the key', async (relativePath, path) => {
    await start({ keepFolders: true });
    const [{ objectKey }] = await create({ relativePath });
    expect(objectKey).toMatch(new RegExp(`^uploads/${ID}/`));
    expect(objectKey.slice('uploads/'.length + 27)).toBe(path);
  });

  test('a path out of its folder fails alone, and so does one that is too long', async () => {
    await start({ keepFolders: true });
    const bad = [
      '../a.jpg',
      'x/../a.jpg',
      'x\\..\\a.jpg',
      '/etc/a.jpg',
      '\\\\host\\a.jpg',
      'C:\\a.jpg',
      'x/..',
    ];
    const long = `${'ü'.repeat(510)}/a.jpg`;
    const uploads = await create(
      ...[...bad, long, 'fine/a.jpg'].map((relativePath) => ({ relativePath })),
    );
    const messages = uploads.map(
      (upload: { error?: { message: string } }) => upload.error?.message,
    );
    expect(messages).toEqual([
      ...bad.map(() => expect.stringContaining('relativePath: Send a path below a folder')),
      expect.stringContaining('relativePath: Send at most 1024 bytes'),
      undefined,
    ]);
  });

  test('a path that fits, but not into a key, fails with the reason', async () => {
    await start({ keepFolders: true, prefix: 'p'.repeat(300) });
    const [{ error }] = await create({ relativePath: `${'folder/'.repeat(120)}a.jpg` });
    expect(error).toMatchObject({ code: 'invalid-request', limit: 1_024 });
    expect(error.message).toContain('too deep in its folder');
  });

  test.each([
    ['one part', 1_000],
    ['several parts', 6 * MiB],
  ])('objectKey, hooks and object options get the path of a file of %s', async (_name, size) => {
    const onCreated = vi.fn<NonNullable<UploadHooks['onCreated']>>();
    const onCompleted = vi.fn<NonNullable<UploadHooks['onCompleted']>>();
    const object = vi.fn(() => ({}));
    await start({
      onCreated,
      onCompleted,
      object,
      objectKey: ({ relativePath, name }, _caller, { id }) => `by/${id}/${relativePath ?? name}`,
    });
    const bytes = new Uint8Array(size);
    const relativePath = 'Urlaub/Strand/video.mp4';
    const upload: CreatedUpload = await createUpload(stack, bytes, { relativePath });
    await putParts(stack, upload, bytes);
    await complete(stack, { token: upload.token });
    expect(upload.objectKey).toMatch(new RegExp(`^by/${ID}/Urlaub/Strand/video\\.mp4$`));
    for (const hook of [onCreated, onCompleted]) {
      expect(hook.mock.calls).toMatchObject([[{ file: { name: 'video.mp4', relativePath } }]]);
    }
    expect(object.mock.calls).toMatchObject([[{ relativePath }, { subject: 'alice' }]]);
  });
});
