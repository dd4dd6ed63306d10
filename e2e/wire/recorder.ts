import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Exchange, FileBytes, Json } from './exchange.ts';
import { type LoopbackServer, listen } from './loopback.ts';

/** Request headers that a server reads. Browsers set many more. */
const ASKED =
  /^(?:content-(?:type|md5|disposition|encoding|language)|cache-control|expires|if-none-match|x-amz-.*|x-slipway-.*)$/;
/** Response headers that a page reads. */
const ANSWERED = /^(?:content-type|etag|retry-after|x-amz-checksum-.*)$/;

/**
 * Starts a proxy in front of `target` that notes what passes.
 *
 * @param file the bytes of the file that the page uploads
 */
export function startRecorder(
  to: Exchange['to'],
  target: string,
  file: Buffer,
  exchanges: Exchange[],
): Promise<LoopbackServer> {
  return listen(async (incoming, response) => {
    const body = await buffer(incoming);
    const answer = await forward(target, incoming, body, response);
    const answered = await buffer(answer);
    if (isOfPage(incoming)) {
      exchanges.push(await note({ to, incoming, body, answer, answered, file }));
    }
    pass(answer, answered, response);
  });
}

/** Preflights are of the browser, and what no browser sends is of the backend. */
function isOfPage({ method, headers }: IncomingMessage): boolean {
  return method !== 'OPTIONS' && (headers['user-agent'] ?? '').startsWith('Mozilla');
}

/** The `Host` header stays, because it is signed. */
async function forward(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<IncomingMessage> {
  const { method, url: path, headers } = incoming;
  const { hostname, port } = new URL(target);
  const outgoing = request({
    hostname,
    port,
    method,
    path,
    headers: { ...headers, connection: 'close' },
  });
  response.once('close', () => outgoing.destroy());
  const answered = once(outgoing, 'response');
  outgoing.end(body);
  const [answer] = await answered;
  return answer as IncomingMessage;
}

function pass(
  { statusCode = 502, headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const { 'transfer-encoding': _, connection: __, ...rest } = headers;
  response.writeHead(statusCode, { 'content-length': String(body.length), ...rest });
  response.end(body);
}

/** What passed, as the proxy saw it. */
interface Passed {
  readonly to: Exchange['to'];
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
  readonly answer: IncomingMessage;
  readonly answered: Buffer;
  readonly file: Buffer;
}

async function note({ to, incoming, body, answer, answered, file }: Passed): Promise<Exchange> {
  const { method = '', url = '', headers } = incoming;
  const asked = pick(headers, ASKED);
  const json = parse(headers['content-type'], body);
  const bytes =
    to === 'storage' ? await findBytes(headers['content-type'] ?? '', body, file) : undefined;
  const answerJson = parse(answer.headers['content-type'], answered);
  return {
    to,
    method,
    target: url,
    // A form's boundary is new each time.
    headers: bytes?.fields ? {} : asked,
    ...(json !== undefined && { json }),
    ...(bytes && { bytes }),
    answer: {
      status: answer.statusCode ?? 0,
      headers: pick(answer.headers, ANSWERED),
      ...(answerJson !== undefined && { json: answerJson }),
    },
  };
}

function pick(headers: IncomingMessage['headers'], wanted: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => wanted.test(name))
      .map(([name, value]) => [name, String(value)]),
  );
}

function parse(type: string | undefined, body: Buffer): Json | undefined {
  return type?.startsWith('application/json') && body.length > 0
    ? JSON.parse(String(body))
    : undefined;
}

/** Finds where in the file a body comes from. */
async function findBytes(type: string, body: Buffer, file: Buffer): Promise<FileBytes> {
  if (!type.startsWith('multipart/form-data'))
    return { start: startOf(body, file), end: startOf(body, file) + body.length };
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData();
  const content = Buffer.from(await (form.get('file') as File).arrayBuffer());
  const fields = [...form].flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const start = startOf(content, file);
  return { start, end: start + content.length, fields };
}

function startOf(part: Buffer, file: Buffer): number {
  const start = file.indexOf(part);
  if (start < 0) throw new Error('The page sent bytes that are not in the file.');
  return start;
}
