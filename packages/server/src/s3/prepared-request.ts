import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { DEFAULT_DEADLINES, type StorageClient, withinDeadline } from './deadlines.ts';
import { middlewareOf, nameOf, type S3Command, settingsOf } from './s3-client.ts';

type PresignArguments = Parameters<S3RequestPresigner['presign']>;
type HttpRequest = PresignArguments[0];
type PresignOptions = NonNullable<PresignArguments[1]>;
type Identity = Parameters<S3RequestPresigner['presignWithCredentials']>[1];

/** A request ready to send, except for its signature. */
export interface PreparedRequest {
  readonly request: HttpRequest;
  /** Signs a variation of the request. Takes tens of microseconds. */
  presign(request: HttpRequest, options: PresignOptions): Promise<HttpRequest>;
  /** The credentials that sign: the client's, or a directory bucket's session. */
  readonly credentials: Identity;
  /** How far S3's clock is ahead of ours, in milliseconds. The SDK learns it from S3's responses. */
  readonly clockOffsetMs: number;
  /** The region in the signature. */
  readonly region: string;
}

/**
 * Runs the SDK's middleware for a command (endpoint, path, query, headers) and captures the request before it is
 * signed and sent. This costs about as much as `getSignedUrl` for one URL. Every further URL of the same upload then
 * costs only its signature.
 *
 * @throws Error `TimeoutError` if credentials or a directory bucket's session take too long
 */
export function prepareRequest<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  client: StorageClient,
  command: S3Command<Input, Output>,
): Promise<PreparedRequest> {
  const { callMs } = client.deadlines ?? DEFAULT_DEADLINES;
  return withinDeadline(callMs, `Preparing ${nameOf(command)}`, () => prepare(client, command));
}

async function prepare<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  client: StorageClient,
  command: S3Command<Input, Output>,
): Promise<PreparedRequest> {
  const settings = settingsOf(client);
  const stack = middlewareOf(client);
  let captured: { request: HttpRequest; context: Record<string, unknown> } | undefined;
  const capture =
    (_next: unknown, context: Record<string, unknown>) => async (args: { request: unknown }) => {
      captured = { request: args.request as HttpRequest, context };
      return { response: undefined, output: { $metadata: {} } };
    };
  stack.addRelativeTo(capture, {
    name: 'slipwayCapture',
    relation: 'before',
    toMiddleware: 'awsAuthMiddleware',
  });
  await command.resolveMiddleware(stack, settings, {})({ input: command.input });
  if (!captured) throw new Error('The S3 client sent a request instead of preparing it.');

  const { request, context } = captured;
  for (const name of ['amz-sdk-invocation-id', 'amz-sdk-request', 'x-amz-user-agent']) {
    delete request.headers[name];
  }
  const expressIdentity = context.s3ExpressIdentity as Identity | undefined;
  // Resolved once per batch: the URLs' lifetime is computed from the credentials that sign them.
  const credentials = expressIdentity ?? (await settings.credentials());
  const presigner = new S3RequestPresigner({ ...settings, credentials });
  const scope = signingScope(context);
  return {
    request,
    credentials,
    clockOffsetMs: client.config.systemClockOffset,
    region: scope.signingRegion ?? (await settings.region()),
    presign(variation, options) {
      const all = { ...scope, ...options };
      return expressIdentity
        ? presigner.presignWithCredentials(variation, expressIdentity, all)
        : presigner.presign(variation, all);
    },
  };
}

/** Region and service from the SDK's endpoint rules. The ARN of an access point can name another region. */
function signingScope(context: Record<string, unknown>): PresignOptions {
  const endpoint = context.endpointV2 as
    | { properties?: { authSchemes?: readonly Record<string, unknown>[] } }
    | undefined;
  const scheme = endpoint?.properties?.authSchemes?.[0];
  const region = context.signing_region ?? scheme?.signingRegion;
  const service = context.signing_service ?? scheme?.signingName;
  return {
    ...(typeof region === 'string' && { signingRegion: region }),
    ...(typeof service === 'string' && { signingService: service }),
  };
}
