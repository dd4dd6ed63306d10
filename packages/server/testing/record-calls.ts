import type { S3Client } from '@aws-sdk/client-s3';

/** A call that the client sends. */
export interface RecordedCall {
  /** Such as `HeadObjectCommand`. */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Records every call of a client from now on. */
export function recordCalls(client: S3Client): readonly RecordedCall[] {
  const calls: RecordedCall[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const request = args.request as { readonly headers: Record<string, string> };
        calls.push({ name: String(commandName), headers: { ...request.headers } });
        return next(args);
      },
    { step: 'finalizeRequest', name: 'recordCalls', priority: 'low' },
  );
  return calls;
}
