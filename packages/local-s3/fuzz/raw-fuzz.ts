import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { signRaw } from '../conformance/raw-request.ts';

/** The result of a run of random requests. */
export interface FuzzResult {
  readonly sent: number;
  /**
   * The number of responses by status. `none` counts connections that closed without a response,
   * and `000` those that timed out.
   */
  readonly answers: Readonly<Record<string, number>>;
}

/** A small deterministic generator, so that a failure can be reproduced from its seed. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const METHODS = ['GET', 'PUT', 'POST', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'get', 'CONNECT', ''];
const PATHS = [
  '/',
  '/test-bucket',
  '/test-bucket/',
  '/test-bucket/key',
  '/test-bucket//',
  '//',
  '/../../etc/passwd',
  '/test-bucket/../../../../tmp/escaped',
  '/test-bucket/..%2f..%2f..%2ftmp%2fescaped',
  '/test-bucket/%00',
  '/test-bucket/%',
  '/test-bucket/%zz',
  '/test-bucket/%ff%fe',
  '/..',
  '/%2e%2e/%2e%2e/tmp/escaped',
  '*',
  'http://other.example/test-bucket/key',
  '/test-bucket/\u0001',
  `/test-bucket/${'k'.repeat(2000)}`,
];
const QUERIES = [
  '',
  '?',
  '?uploads',
  '?uploadId=x',
  '?uploadId=../../x&partNumber=1',
  '?partNumber=99999999999',
  '?list-type=2',
  '?list-type=2&max-keys=-1',
  '?delete',
  '?cors',
  '?lifecycle',
  '?tagging',
  '?acl',
  '?session',
  '?made-up',
  '?a=%',
  '?X-Amz-Signature=0',
  '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c&X-Amz-Date=x',
  '?&&==&',
  '?list-type=2&continuation-token=////',
  '?attributes',
  '?x-amz-meta-a=\r\nb: c',
  '?x-amz-meta- a=b',
  '?response-expires=\n',
  '?response-content-type=%0d%0aX-Evil:1',
];
const HEADERS = [
  'Host: localhost',
  'Host: test-bucket.localhost',
  'Host:',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip',
  'Authorization: AWS4-HMAC-SHA256 Credential=test-access/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00',
  'Authorization: AWS4-HMAC-SHA256',
  'Authorization: AWS4-HMAC-SHA256 =,=,=',
  'Authorization: Basic eDp5',
  'x-amz-content-sha256: UNSIGNED-PAYLOAD',
  'x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'x-amz-date: 20260101T000000Z',
  'x-amz-date: yesterday',
  'Expect: 100-continue',
  'Expect: everything',
  'Connection: close',
  'Connection: upgrade',
  'Upgrade: h2c',
  'Range: bytes=9-1',
  'Range: bytes=-',
  'If-Match: "',
  'x-amz-meta-\u00e9: x',
  'x-amz-copy-source: ../../etc/passwd',
  'x-amz-copy-source: %',
  'Origin: null',
  'Access-Control-Request-Method: PUT',
  'Content-Type: multipart/form-data; boundary=b',
  'Content-Type: multipart/form-data',
  'Content-MD5: x',
  'x-amz-checksum-crc32: AAAA',
  'no colon',
  ': no name',
  `x-long: ${'x'.repeat(20_000)}`,
  'Content-Length: 5',
  'x-amz-tagging: %',
];
const BODIES = [
  '',
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\n',
  '<CompleteMultipartUpload/>',
  '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>',
  '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\n../../x\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="../f"\r\n\r\nx\r\n--b--\r\n',
  '\u0000\u0001\u0002',
  'GET / HTTP/1.1\r\nHost: smuggled\r\n\r\n',
  '<'.repeat(500),
];

/**
 * Sends random requests, well-formed and malformed, over raw sockets, and waits until each has
 * ended.
 */
export async function fuzzRequests(options: {
  readonly port: number;
  readonly count: number;
  readonly seed: number;
  readonly connections?: number;
}): Promise<FuzzResult> {
  const { port, count, seed, connections = 32 } = options;
  const random = createRandom(seed);
  const answers: Record<string, number> = {};
  let sent = 0;
  const worker = async () => {
    while (sent < count) {
      sent += 1;
      const status = await exchange(port, randomRequest(random, port));
      answers[status] = (answers[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return { sent, answers };
}

/** Half of the requests are well-formed HTTP. Most of these are signed with the right secret. */
function randomRequest(random: () => number, port: number): Buffer {
  return random() < 0.5 ? brokenRequest(random) : wellFormedRequest(random, port);
}

function wellFormedRequest(random: () => number, port: number): Buffer {
  const pick = <T extends string>(items: readonly T[]): string =>
    items[Math.floor(random() * items.length)] ?? '';
  const path = pick(PATHS.filter((candidate) => /^\/[!-~]*$/.test(candidate)));
  const query: Record<string, string> = {};
  for (const piece of pick(QUERIES).slice(1).split('&')) {
    const [name = '', value = ''] = piece.split('=');
    if (name !== '' && !name.startsWith('X-Amz') && !value.includes('%')) query[name] = value;
  }
  const headers: Record<string, string> = {};
  for (let i = 0; i < random() * 4; i++) {
    const [name = '', value = ''] = pick(
      HEADERS.filter((line) => /^[A-Za-z-]+: [ -~]{1,200}$/.test(line)),
    ).split(': ');
    if (
      !/^(?:host|content-length|transfer|expect|upgrade|connection|auth|x-amz-(?:date|content))/i.test(
        name,
      )
    ) {
      headers[name.toLowerCase()] = value;
    }
  }
  const body = Buffer.from(pick(BODIES), 'latin1');
  const method = pick(['GET', 'PUT', 'POST', 'HEAD', 'DELETE']);
  const target = {
    endpoint: `http://127.0.0.1:${port}`,
    accessKeyId: 'test-access',
    secretAccessKey: random() < 0.9 ? 'test-secret' : 'wrong',
    region: 'us-east-1',
  };
  const sign = random() < 0.5 ? 'header' : 'query';
  const signed = signRaw(target, { method, path, query, headers, body, sign });
  const search = new URLSearchParams(signed.query).toString().replaceAll('+', '%20');
  const lines = Object.entries(signed.headers).map(([name, value]) => `${name}: ${value}`);
  const head = [
    `${method} ${path}${search === '' ? '' : `?${search}`} HTTP/1.1`,
    ...lines,
    `content-length: ${body.length}`,
    'connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

function brokenRequest(random: () => number): Buffer {
  const pick = <T>(items: readonly T[]): T | undefined =>
    items[Math.floor(random() * items.length)];
  const headers = Array.from({ length: Math.floor(random() * 7) }, () => pick(HEADERS));
  const version = random() < 0.95 ? 'HTTP/1.1' : 'HTTP/9.9';
  const head = `${pick(METHODS)} ${pick(PATHS)}${pick(QUERIES)} ${version}\r\n`;
  const host = random() < 0.8 ? 'Host: 127.0.0.1\r\n' : '';
  const request = Buffer.from(
    `${head}${host}${headers.join('\r\n')}\r\n\r\n${pick(BODIES)}`,
    'latin1',
  );
  const flips = random() < 0.3 ? Math.floor(random() * 4) : 0;
  for (let i = 0; i < flips; i++) {
    request[Math.floor(random() * request.length)] = Math.floor(random() * 256);
  }
  return random() < 0.1 ? request.subarray(0, Math.floor(random() * request.length)) : request;
}

/**
 * Resolves with the status of the first response, or `none`. Half-closes the connection, so that
 * the server does not wait for more.
 */
function exchange(port: number, request: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    const settle = () => resolve(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'none');
    socket.on('data', (data) => {
      answer += data.toString('latin1', 0, 200);
    });
    socket.on('error', settle).on('close', settle);
    socket.end(request);
    // The time limit for a server that neither answers nor closes.
    void sleep(5000, undefined, { ref: false }).then(() => {
      if (!socket.destroyed) answer ||= 'HTTP/1.1 000 ';
      socket.destroy();
    });
  });
}
