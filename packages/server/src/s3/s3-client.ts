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
import { assertReadsXml } from './xml-support.ts';

export type { StorageClient } from './deadlines.ts';

/** Any command of the S3 client. */
export type S3Command<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
> = $Command<Input, Output, S3ClientResolvedConfig>;

/**
 * The client's config, with checksums only where a call sets one. Otherwise every presigned URL carries the CRC-32 of
 * an empty body. And every multipart upload declares an algorithm that its parts do not have. Returns a copy, because
 * the client belongs to its owner.
 */
export function settingsOf(client: StorageClient): S3ClientResolvedConfig {
  return { ...client.config, requestChecksumCalculation: async () => 'WHEN_REQUIRED' };
}

/** A copy of the client's middleware, with our own cache for sessions of directory buckets. */
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

/** S3 may refuse a request whose clock is this far off. The SDK uses the same bound. */
const LARGE_OFFSET_MS = 240_000;

/**
 * Sends a command with {@link middlewareOf} and {@link settingsOf} the client. `signal` ends the call.
 *
 * @throws Error whatever the SDK throws, or `TimeoutError` at the client's deadline
 */
export function send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  client: StorageClient,
  command: S3Command<Input, Output>,
  signal?: AbortSignal,
): Promise<Output> {
  return sendAndRead(client, command, async (output) => output, signal);
}

/**
 * Checks that this runtime can read the answers that `client` gets.
 *
 * @throws Error that says what to do
 */
export function assertReadsAnswers(client: StorageClient): Promise<void> {
  return assertReadsXml(client, middlewareOf(client), settingsOf(client));
}

/** Like {@link send}. The deadline also covers reading the response's body with `read`. */
export function sendAndRead<
  Input extends ServiceInputTypes,
  Output extends ServiceOutputTypes,
  Result,
>(
  client: StorageClient,
  command: S3Command<Input, Output>,
  read: (output: Output) => Promise<Result>,
  ended?: AbortSignal,
): Promise<Result> {
  const { callMs, completeMs } = client.deadlines ?? DEFAULT_DEADLINES;
  const timeoutMs = command instanceof CompleteMultipartUploadCommand ? completeMs : callMs;
  const operation = nameOf(command);
  const call = () =>
    withinDeadline(timeoutMs, operation, async (late) => {
      await assertReadsAnswers(client);
      const signal = ended ? AbortSignal.any([late, ended]) : late;
      return read(await sendByRightClock(client, command, signal));
    });
  const { tracing } = client;
  if (!tracing) return call();
  return tracing.traceWork({ kind: 's3-call', operation, input: command.input }, call);
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
    // The SDK retries after it finds that a clock is wrong, but not after a clock was corrected.
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
  // Complete needs longer than the client's own request timeout, and the SDK would only send it again.
  const isComplete = command instanceof CompleteMultipartUploadCommand;
  const options = { abortSignal, ...(isComplete && { requestTimeout: 0 }) };
  const handler = command.resolveMiddleware(middlewareOf(client), settingsOf(client), options);
  return (await handler({ input: command.input })).output;
}

/** The operation's name, in S3's spelling. */
export function nameOf(command: object): string {
  return command.constructor.name.replace(/Command$/, '');
}

/** Whether the SDK's endpoint rules require a session. They do so only for directory buckets. */
function wantsSession({ endpointV2 }: { readonly endpointV2?: unknown }): boolean {
  const endpoint = endpointV2 as
    | { properties?: { authSchemes?: readonly { readonly name?: string }[] } }
    | undefined;
  return endpoint?.properties?.authSchemes?.[0]?.name === 'sigv4-s3express';
}

/** Sessions by client config, as in the SDK. They are garbage collected with the config. */
const SESSIONS = new WeakMap<S3Client['config'], ReturnType<typeof createExpressSessions>>();

function sessionOf(client: StorageClient, bucket: string): Promise<ExpressSession> {
  const sessions =
    SESSIONS.get(client.config) ??
    createExpressSessions({
      create: (name) => createSession(client, name),
      // Uses S3's clock. By ours, a session that S3 has ended could still look fresh.
      now: () => SYSTEM_CLOCK.now() + client.config.systemClockOffset,
    });
  SESSIONS.set(client.config, sessions);
  return sessions(bucket);
}

async function createSession(client: StorageClient, bucket: string): Promise<ExpressSession> {
  const { Credentials } = await send(client, new CreateSessionCommand({ Bucket: bucket }));
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new Error('S3 returned a session without credentials.');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
