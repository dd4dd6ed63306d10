import {
  type $Command,
  CompleteMultipartUploadCommand,
  CreateSessionCommand,
  type S3Client,
  type S3ClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import { SYSTEM_CLOCK } from '../clock.ts';
import { DEFAULT_DEADLINES, type StorageClient, withinDeadline } from './deadlines.ts';
import { createExpressSessions, type ExpressSession } from './express-sessions.ts';
import { readS3Answer } from './storage-failure.ts';

export type { S3Client } from '@aws-sdk/client-s3';
export type { StorageClient } from './deadlines.ts';

/** Any command of the S3 client. */
export type S3Command<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
> = $Command<Input, Output, S3ClientResolvedConfig>;

/**
 * The client's settings, with checksums only where they are asked for: otherwise every presigned URL
 * carries the CRC-32 of an empty body, and every multipart upload declares an algorithm that its
 * parts then don't have. A copy: the client belongs to its owner.
 */
export function settingsOf(client: StorageClient): S3ClientResolvedConfig {
  return { ...client.config, requestChecksumCalculation: async () => 'WHEN_REQUIRED' };
}

/** A copy of the client's own middleware, in which sessions of directory buckets are ours. */
export function middlewareOf(client: StorageClient): S3Client['middlewareStack'] {
  const stack = client.middlewareStack.clone();
  stack.add(
    (next, context) => async (args) => {
      const { Bucket: bucket } = args.input as { readonly Bucket?: string };
      if (bucket !== undefined && wantsSession(context)) {
        const session = await sessionOf(client, bucket);
        context.s3ExpressIdentity = session;
        const { headers } = args.request as { readonly headers: Record<string, string> };
        headers['x-amz-s3session-token'] = session.sessionToken;
      }
      return next(args);
    },
    { name: 's3ExpressMiddleware', step: 'build', override: true },
  );
  return stack;
}

/** A request that is this far from S3's time may be refused for it; the SDK's own bound. */
const LARGE_OFFSET_MS = 240_000;

/**
 * Sends a command through {@link middlewareOf} the client, with {@link settingsOf} it.
 *
 * @throws Error what the SDK throws, or `TimeoutError` when the client's deadline has passed
 */
export function send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  client: StorageClient,
  command: S3Command<Input, Output>,
): Promise<Output> {
  return sendAndRead(client, command, async (output) => output);
}

/** As {@link send}; the deadline is for what `read` takes from the answer's body, too. */
export function sendAndRead<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
  Result,
>(
  client: StorageClient,
  command: S3Command<Input, Output>,
  read: (output: Output) => Promise<Result>,
): Promise<Result> {
  const { callMs, completeMs } = client.deadlines ?? DEFAULT_DEADLINES;
  const timeoutMs = command instanceof CompleteMultipartUploadCommand ? completeMs : callMs;
  return withinDeadline(timeoutMs, nameOf(command), async (signal) =>
    read(await sendByRightClock(client, command, signal)),
  );
}

async function sendByRightClock<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  client: StorageClient,
  command: S3Command<Input, Output>,
  signal: AbortSignal,
): Promise<Output> {
  const offsetMs = client.config.systemClockOffset;
  try {
    return await sendOnce(client, command, signal);
  } catch (error) {
    // The SDK asks again when it has learned that a clock is wrong, but not when one was put right.
    const learnedMs = Math.abs(client.config.systemClockOffset - offsetMs);
    if (learnedMs < LARGE_OFFSET_MS || readS3Answer(error).status !== 403) throw error;
    return sendOnce(client, command, signal);
  }
}

async function sendOnce<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  client: StorageClient,
  command: S3Command<Input, Output>,
  abortSignal: AbortSignal,
): Promise<Output> {
  // What the owner's client gives to one request is too little for this one, and it would only be sent again.
  const isComplete = command instanceof CompleteMultipartUploadCommand;
  const options = { abortSignal, ...(isComplete && { requestTimeout: 0 }) };
  const handler = command.resolveMiddleware(middlewareOf(client), settingsOf(client), options);
  return (await handler({ input: command.input })).output;
}

/** The operation's name, as S3 spells it. */
export function nameOf(command: object): string {
  return command.constructor.name.replace(/Command$/, '');
}

/** Whether the rules for endpoints ask for a session: for buckets that are no directories they don't. */
function wantsSession({ endpointV2 }: { readonly endpointV2?: unknown }): boolean {
  const endpoint = endpointV2 as
    | { properties?: { authSchemes?: readonly { readonly name?: string }[] } }
    | undefined;
  return endpoint?.properties?.authSchemes?.[0]?.name === 'sigv4-s3express';
}

/** Sessions belong to a client's settings, as the SDK's own do, and go with them. */
const SESSIONS = new WeakMap<S3Client['config'], ReturnType<typeof createExpressSessions>>();

function sessionOf(client: StorageClient, bucket: string): Promise<ExpressSession> {
  const sessions =
    SESSIONS.get(client.config) ??
    createExpressSessions({
      create: (name) => createSession(client, name),
      // S3's clock, as far as its answers told: by ours, a session could look fresh that S3 has ended.
      now: () => SYSTEM_CLOCK.now() + client.config.systemClockOffset,
    });
  SESSIONS.set(client.config, sessions);
  return sessions(bucket);
}

async function createSession(client: StorageClient, bucket: string): Promise<ExpressSession> {
  const { Credentials } = await send(client, new CreateSessionCommand({ Bucket: bucket }));
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new Error('S3 answered a session without credentials.');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
