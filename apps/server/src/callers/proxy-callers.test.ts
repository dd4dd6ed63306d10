import { createServer, type OutgoingHttpHeaders, request } from 'node:http';
import { UploadError } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { createAddressList } from '../network/address-list.ts';
import { closeServer, listen } from '../network/listen.ts';
import { createProxyCallers } from './proxy-callers.ts';

const config = {
  kind: 'proxy',
  subjectHeader: 'x-user',
  tenantHeader: 'x-tenant',
  groupsHeader: 'x-groups',
  adminGroup: 'admins',
} as const;

/** The caller that a real request from 127.0.0.1 with these headers has, or the error code. */
async function identify(headers: OutgoingHttpHeaders, trusted: readonly string[] = ['127.0.0.1']) {
  const callers = createProxyCallers(config, createAddressList(trusted));
  const server = createServer(async (incoming, response) => {
    const outcome = await (async () => callers(incoming))().catch((error: unknown) =>
      UploadError.is(error) ? error.code : String(error),
    );
    response.end(JSON.stringify(outcome));
  });
  const port = await listen(server, 0, '127.0.0.1');
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, headers }, (response) => {
        let text = '';
        response.on('data', (bytes: Buffer) => {
          text += bytes.toString();
        });
        response.on('end', () => resolve(JSON.parse(text)));
      });
      call.on('error', reject).end();
    });
  } finally {
    await closeServer(server, 0);
  }
}

test('a trusted proxy names the caller, the tenant and the groups', async () => {
  const full = { 'x-user': ' alice ', 'x-tenant': 'acme', 'x-groups': 'users, admins' };
  expect(await identify(full)).toEqual({
    principal: { subject: 'alice', tenant: 'acme' },
    isAdmin: true,
  });
  expect(
    await identify({ 'x-user': 'alice', 'x-tenant': 'acme', 'x-groups': 'not admins' }),
  ).toMatchObject({
    isAdmin: false,
  });
});

test.each([['127.0.0.0/8'], ['::1', '127.0.0.1/32'], ['::ffff:127.0.0.1']])(
  'a proxy is trusted by its address or subnet: %s',
  async (...trusted) => {
    expect(await identify({ 'x-user': 'alice', 'x-tenant': 'acme' }, trusted)).toMatchObject({
      isAdmin: false,
    });
  },
);

test('the header is refused from any other address, whatever X-Forwarded-For claims', async () => {
  const headers = { 'x-user': 'alice', 'x-forwarded-for': '10.0.0.7', forwarded: 'for=10.0.0.7' };
  expect(await identify(headers, ['10.0.0.0/8'])).toBe('forbidden');
  expect(await identify({}, ['10.0.0.0/8'])).toBe('unauthorized');
});

test.each([
  ['no header', {}, 'unauthorized'],
  ['an empty header', { 'x-user': ' ' }, 'unauthorized'],
  ['a name too long', { 'x-user': 'a'.repeat(513) }, 'unauthorized'],
  ['no tenant', { 'x-user': 'alice' }, 'unauthorized'],
  ['two headers', { 'x-user': ['mallory', 'alice'] }, 'forbidden'],
  ['two tenants', { 'x-user': 'alice', 'x-tenant': ['a', 'b'] }, 'forbidden'],
  [
    'two lists of groups',
    { 'x-user': 'alice', 'x-tenant': 'acme', 'x-groups': ['a', 'admins'] },
    'forbidden',
  ],
])('a request whose trusted proxy sends %s has no caller', async (_name, headers, code) => {
  expect(await identify(headers)).toBe(code);
});

/** A header's bytes as Node reads and writes them. */
const named = (name: string) => Buffer.from(name).toString('latin1');

test('S28 a proxy may send names in UTF-8, but no invisible characters', async () => {
  for (const name of ['Élodie à Paris', '山田']) {
    expect(await identify({ 'x-user': named(name), 'x-tenant': 'acme' })).toMatchObject({
      principal: { subject: named(name) },
    });
  }
  for (const name of ['ali\u200Bce', 'ali\u00A0ce', 'ali\u{E0041}ce']) {
    expect(await identify({ 'x-user': named(name), 'x-tenant': 'acme' })).toBe('unauthorized');
  }
});
