import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { WebhookBody } from '../src/webhooks/webhook-body.ts';

/** One request that reached the receiver. */
export interface Received {
  readonly id: string;
  readonly body: WebhookBody;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

/** Answers one request. @defaultValue 204 */
export type Respond = (response: ServerResponse, received: Received) => void;

/** A server that receives webhooks and verifies them as the documentation advises. */
export interface WebhookReceiver {
  readonly url: string;
  /** Every verified request, also those that it did not accept. */
  readonly received: readonly Received[];
  /** Those that it accepted, without repetitions. */
  accepted(): readonly Received[];
  /** Requests whose signature was wrong. */
  readonly forged: readonly string[];
  /** How it answers from now on. */
  respond: Respond;
  /** Stops listening, as in a restart, until `listen`. */
  stop(): Promise<void>;
  listen(): Promise<void>;
}

/** Secrets for tests. */
export const WEBHOOK_SECRETS = [7, 8].map(
  (byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`,
);

export const accept: Respond = (response) => {
  response.writeHead(204).end();
};

/** Starts a receiver that knows one secret. */
export async function startReceiver(secret = WEBHOOK_SECRETS[0]): Promise<WebhookReceiver> {
  const webhook = new Webhook(String(secret));
  const received: Received[] = [];
  const accepted = new Map<string, Received>();
  const forged: string[] = [];
  let port = 0;
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const { headers } = request;
    const id = String(headers['webhook-id']);
    try {
      const body = webhook.verify(text, headers as Record<string, string>) as WebhookBody;
      const one = { id, body, text, headers };
      received.push(one);
      response.once('finish', () => {
        if (response.statusCode < 300 && !accepted.has(id)) accepted.set(id, one);
      });
      receiver.respond(response, one);
    } catch {
      forged.push(id);
      response.writeHead(401).end();
    }
  });
  const receiver: WebhookReceiver & { respond: Respond } = {
    get url() {
      return `http://127.0.0.1:${port}/hooks`;
    },
    received,
    accepted: () => [...accepted.values()],
    forged,
    respond: accept,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    async listen() {
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
    },
  };
  await receiver.listen();
  return receiver;
}
