import { Agent } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Router, route } from '@better-upload/server';
import { toNodeHandler } from '@better-upload/server/adapters/node';
import { custom } from '@better-upload/server/clients';
import { createUploadRouter } from '@slipway/server/express';
import express from 'express';

const BUCKET = 'bench';
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
const GiB = 1024 ** 3;

/** A request that Uppy wants signed. */
interface ToSign {
  readonly method: 'PUT' | 'POST' | 'GET' | 'DELETE';
  readonly key: string;
  readonly uploadId?: string;
  readonly partNumber?: number;
}

/** The backends of all contestants on one port, and the built page that they run in. */
export interface Signers {
  readonly url: string;
  /** Requests to backends since the last call of this function. */
  takeCount(): number;
  close(): void;
}

/**
 * Starts the backends. Each signs with SigV4 as its documentation shows and answers `roundTripMs` late, like a
 * backend that is as far away as the storage. They sign for `storageUrl` but call the storage at `nearPort`, like a
 * backend in the same data center.
 */
export async function startSigners({
  storageUrl,
  nearPort,
  pageDir,
  roundTripMs,
}: {
  readonly storageUrl: string;
  readonly nearPort: number;
  readonly pageDir: string;
  readonly roundTripMs: number;
}): Promise<Signers> {
  const httpAgent = new Agent({ keepAlive: true });
  httpAgent.createConnection = () => connect(nearPort, '127.0.0.1');
  const settings: S3ClientConfig = {
    region: 'us-east-1',
    endpoint: storageUrl,
    forcePathStyle: true,
    credentials: KEYS,
    requestHandler: { httpAgent },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  };
  const client = new S3Client(settings);
  let count = 0;
  const app = express();
  app.use('/api', async (_request, _response, next) => {
    count += 1;
    await wait(roundTripMs);
    next();
  });
  const otherHost = new S3Client({
    ...settings,
    endpoint: storageUrl.replace('127.0.0.1', 'localhost'),
  });
  const ways = {
    none: { policy: { integrity: 'none' } },
    crc64nvme: {},
    sha256: { policy: { integrity: 'sha256' } },
    split: { credentialsSplit: true },
    hosts: { endpoints: [otherHost] },
  } as const;
  for (const [name, options] of Object.entries(ways)) {
    app.use(
      `/api/slipway-${name}`,
      createUploadRouter({
        s3: client,
        bucket: BUCKET,
        tokenKeys: [{ id: 'bench', secret: new Uint8Array(32).fill(7) }],
        authorize: () => ({ subject: 'bench' }),
        smallFiles: 'post',
        ...options,
      }),
    );
  }
  app.post('/api/sign', express.json({ limit: '4mb' }), async (request, response) => {
    const { requests } = request.body as { readonly requests: readonly ToSign[] };
    response.json({ urls: await Promise.all(requests.map((one) => sign(client, one))) });
  });
  for (const [name, partSize] of Object.entries({ default: undefined, tuned: 16 * 1024 ** 2 })) {
    app.post(`/api/better-upload-${name}`, toNodeHandler(betterUpload(storageUrl, partSize)));
  }
  app.use(express.static(pageDir));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    takeCount() {
      const taken = count;
      count = 0;
      return taken;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function sign(
  client: S3Client,
  { method, key: Key, uploadId, partNumber }: ToSign,
): Promise<string> {
  const object = { Bucket: BUCKET, Key };
  const UploadId = uploadId;
  if (!uploadId) {
    return getSignedUrl(
      client,
      method === 'POST' ? new CreateMultipartUploadCommand(object) : new PutObjectCommand(object),
    );
  }
  switch (method) {
    case 'PUT':
      return getSignedUrl(
        client,
        new UploadPartCommand({ ...object, UploadId, PartNumber: partNumber }),
      );
    case 'POST':
      return getSignedUrl(client, new CompleteMultipartUploadCommand({ ...object, UploadId }));
    case 'GET':
      return getSignedUrl(client, new ListPartsCommand({ ...object, UploadId }));
    case 'DELETE':
      return getSignedUrl(client, new AbortMultipartUploadCommand({ ...object, UploadId }));
  }
}

function betterUpload(storageUrl: string, partSize: number | undefined): Router {
  const limits = { multipleFiles: true as const, maxFiles: 1_000, maxFileSize: 5 * GiB };
  return {
    client: custom({
      ...KEYS,
      host: new URL(storageUrl).host,
      region: 'us-east-1',
      secure: false,
      forcePathStyle: true,
    }),
    bucketName: BUCKET,
    routes: {
      large: route({ ...limits, multipart: true, ...(partSize && { partSize }) }),
      small: route(limits),
    },
  };
}
