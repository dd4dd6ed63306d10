import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-s3';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { DEFAULT_DEADLINES, type StorageClient, withinDeadline } from './deadlines.ts';
import { middlewareOf, nameOf, type S3Command, settingsOf } from './s3-client.ts';

type PresignArguments = Parameters<S3RequestPresigner['presign']>;
type HttpRequest = PresignArguments[0];
type PresignOptions = NonNullable<PresignArguments[1]>;
type Identity = Parameters<S3RequestPresigner['presignWithCredentials']>[1];

/** A request as the SDK would send it, but for its signature. */
export interface PreparedRequest {
  readonly request: HttpRequest;
  /** Signs a variation of the request. Takes tens of microseconds. */
  presign(request: HttpRequest, options: PresignOptions): Promise<HttpRequest>;
  /** Those that sign: the client's, or those of a directory bucket's session. */
  readonly credentials: Identity;
  /** By how many milliseconds S3's clock is ahead of ours, as far as its answers told. */
  readonly clockOffsetMs: number;
  /** Region that is signed for. */
  readonly region: string;
}

/**
 * Lets the SDK prepare a command (endpoint, path, query, headers) and takes it away just before it
 * would be signed and sent. Costs about as much as `getSignedUrl` does for one URL; every further
 * URL of the same upload then costs only its signature.
 *
 * @throws Error `TimeoutError` when credentials, or a directory bucket's session, do not come in time
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
  // Fixed for the batch, so that the lifetime was computed from the credentials that sign.
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

/** Region and service as the endpoint's rules chose them: an access point's ARN can name another region. */
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
