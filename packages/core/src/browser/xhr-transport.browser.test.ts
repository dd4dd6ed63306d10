import { expect, test } from 'vitest';
import { send } from './xhr-transport.ts';

const put = (
  url: string,
  body: Blob,
  signal = new AbortController().signal,
  fields?: Readonly<Record<string, string>>,
) => {
  const loaded: number[] = [];
  let sent = 0;
  const onSent = () => {
    sent++;
  };
  const onProgress = (bytes: number) => loaded.push(bytes);
  const response = send({
    url,
    headers: {},
    fields,
    body,
    signal,
    onProgress,
    onSent,
  });
  return response.then((answer) => ({ ...answer, progress: loaded, sentCalls: sent }));
};

test('an answer has its status and text, and the body counts as sent', async () => {
  const body = new Blob([new Uint8Array(300_000)]);

  const answer = await put('/no-such-page', body);

  expect(answer.status).toBeGreaterThanOrEqual(200);
  expect(answer).toMatchObject({ sent: true, sentCalls: 1, loaded: 300_000 });
  expect(answer.progress.at(-1)).toBe(300_000);
});

test('an empty body is sent', async () => {
  expect(await put('/no-such-page', new Blob([]))).toMatchObject({ loaded: 0 });
});

test('a closed port gives no answer, and the body counts as not sent', async () => {
  const answer = await put('http://127.0.0.1:1/', new Blob(['abc']));
  expect(answer).toMatchObject({ status: 0, sent: false, loaded: 0, etag: undefined, body: '' });
});

test('aborting rejects with the reason of the signal', async () => {
  const controller = new AbortController();
  const answer = put('/no-such-page', new Blob([new Uint8Array(5_000_000)]), controller.signal);
  controller.abort('enough');
  await expect(answer).rejects.toBe('enough');
});

test('with an aborted signal, nothing is sent', async () => {
  const controller = new AbortController();
  controller.abort('early');
  await expect(put('/', new Blob(['abc']), controller.signal)).rejects.toBe('early');
});
