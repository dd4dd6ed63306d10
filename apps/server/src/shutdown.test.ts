import { once } from 'node:events';
import { Agent, type ClientRequest, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ownMains } from '../testing/own-mains.ts';
import { createFile } from '../testing/upload-file.ts';

const mains = ownMains();
const { start } = mains;

const MiB = 1024 ** 2;

/** Starts a create whose body is held back. */
async function holdRequest(url: string): Promise<{ call: ClientRequest; end(): Promise<number> }> {
  const file = { name: 'a.txt', size: 5, type: 'text/plain', partSize: 5 * MiB };
  const body = JSON.stringify({ files: [file] });
  const call = request(`${url}/api/uploads`, {
    method: 'POST',
    agent: new Agent({ keepAlive: true }),
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      expect: '100-continue',
    },
  });
  call.flushHeaders();
  // The backend has read the request's head, and waits for the rest.
  await new Promise((resolve, reject) => call.once('continue', resolve).once('error', reject));
  call.write(body.slice(0, 10));
  return {
    call,
    end: () =>
      new Promise((resolve, reject) => {
        call.once('error', reject).once('response', (response) => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0));
        });
        call.end(body.slice(10));
      }),
  };
}

describe('at SIGTERM', () => {
  test('a running request is answered before the backend exits', async () => {
    const main = start();
    const { url } = await main.ready();
    const held = await holdRequest(url);
    main.child.kill('SIGTERM');
    // New connections are refused, so the backend has received the signal.
    await expect
      .poll(() =>
        fetch(`${url}/healthz`).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    expect(main.child.exitCode).toBeNull();
    expect(await held.end()).toBe(200);
    expect(await main.ended()).toBe(0);
  });

  test('during the delay the backend is not ready, and still answers', async () => {
    const main = start({ SLIPWAY_SHUTDOWN_DELAY_SECONDS: '3600' });
    const { url } = await main.ready();
    main.child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({
      status: 'not-ready',
      checks: {},
    });
    expect((await createFile(url, 5)).status).toBe(200);
  });

  test('a request that does not finish is cut after the grace period', async () => {
    const main = start({ SLIPWAY_SHUTDOWN_GRACE_SECONDS: '1' });
    const { url } = await main.ready();
    const held = await holdRequest(url);
    const cut = new Promise((resolve) => held.call.once('error', resolve));
    main.child.kill('SIGTERM');
    expect(await main.ended()).toBe(0);
    await cut;
  });

  test('a connection without a request does not delay the exit', async () => {
    const main = start({ SLIPWAY_SHUTDOWN_GRACE_SECONDS: '3600' });
    const { url } = await main.ready();
    const { hostname, port } = new URL(url);
    const unused = connect(Number(port), hostname);
    await once(unused, 'connect');
    // The backend has accepted it too, because it accepts connections in order.
    await fetch(`${url}/healthz`);
    main.child.kill('SIGTERM');
    expect(await main.ended()).toBe(0);
  });

  test('a second signal, later than the echo of the first, ends the backend at once', async () => {
    const main = start({ SLIPWAY_SHUTDOWN_DELAY_SECONDS: '3600' });
    const { url } = await main.ready();
    main.child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
    // Signals within half a second count as an echo of the first one, so the test repeats the
    // signal until it counts.
    await expect
      .poll(
        () => {
          main.child.kill('SIGTERM');
          return main.child.exitCode;
        },
        { timeout: 10_000 },
      )
      .toBe(1);
  });
});
