import { Readable } from 'node:stream';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Credentials of AWS's own examples. */
const EXAMPLE_CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** When sessions of {@link offlineClient} end. */
export const SESSION_END = new Date('2026-01-15T10:35:12Z');

/**
 * A client for addresses of AWS that reaches no network: it gets a session when it asks for one, which
 * presigning for a directory bucket does, and nothing else.
 */
export function offlineClient(config: S3ClientConfig = {}): {
  readonly client: S3Client;
  /** Hosts and paths that were asked. */
  readonly asked: readonly string[];
} {
  const asked: string[] = [];
  const client = new S3Client({
    region: 'us-east-1',
    credentials: EXAMPLE_CREDENTIALS,
    requestHandler: {
      handle: async (request: { hostname: string; path: string; query: object }) => {
        asked.push(`${request.hostname}${request.path}?${Object.keys(request.query).join('&')}`);
        const body = Readable.from([sessionXml]);
        return { response: { statusCode: 200, headers: {}, body } };
      },
    },
    ...config,
  });
  return { client, asked };
}

const sessionXml = `<CreateSessionResult><Credentials>
  <AccessKeyId>ASIASESSION</AccessKeyId>
  <SecretAccessKey>session-secret</SecretAccessKey>
  <SessionToken>session/token+=</SessionToken>
  <Expiration>${SESSION_END.toISOString()}</Expiration>
</Credentials></CreateSessionResult>`;
