import { Readable } from 'node:stream';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** The credentials in AWS's examples. */
const EXAMPLE_CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** When sessions of {@link offlineClient} expire. */
export const SESSION_END = new Date('2026-01-15T10:35:12Z');

/**
 * A client for AWS addresses that uses no network. Its only response is a session, which presigning for a directory
 * bucket needs.
 */
export function offlineClient(config: S3ClientConfig = {}): {
  readonly client: S3Client;
  /** Hosts and paths of its requests. */
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
