import type {
  AbortRequest,
  AbortResponse,
  CompleteRequest,
  CompleteResponse,
  CreateRequest,
  CreateResponse,
  ListPartsRequest,
  ListPartsResponse,
  PolicyResponse,
  PresignRequest,
  PresignResponse,
} from '@slipway/protocol';

const MiB = 1024 ** 2;

const token = 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiMjAyNi0wMSJ9..iv.sealed.tag';
const objectKey = 'uploads/acme/01JD3Z8Q5W/video.mp4';
const etag = '"9bb58f26192e4ba00f01e2e7b136bbd8"';

const presignedPart = {
  partNumber: 1,
  url: 'https://media.s3.eu-central-1.amazonaws.com/uploads/acme/01JD3Z8Q5W/video.mp4?partNumber=1&uploadId=…&X-Amz-Signature=…',
  headers: { 'x-amz-checksum-crc64nvme': 'jSnVw/bqjr4=' },
  expiresInSeconds: 900,
};

const object = {
  objectKey,
  size: 20 * MiB,
  etag: '"3858f62230ac3c915f300c664312c63f-3"',
  contentType: 'video/mp4',
  checksum: 'rosUhgp5mIg=',
};

/** One request and one response of each route, checked by the compiler and the tests. */
export const EXAMPLES = {
  policy: {
    response: {
      maxFileSize: 5 * 1024 ** 3,
      accept: ['video/*'],
      folders: 'told',
      storageOrigins: ['https://media.s3.eu-central-1.amazonaws.com'],
    },
  },
  create: {
    request: {
      files: [
        {
          name: 'video.mp4',
          size: 20 * MiB,
          type: 'video/mp4',
          partSize: 8 * MiB,
          integrity: 'crc64nvme',
          parts: [{ partNumber: 1, checksum: 'jSnVw/bqjr4=' }],
        },
      ],
    },
    response: {
      uploads: [
        {
          token,
          objectKey,
          plan: { kind: 'multipart', partSize: 8 * MiB, partCount: 3 },
          integrity: 'crc64nvme',
          parts: [presignedPart],
        },
      ],
    },
  },
  presign: {
    request: {
      uploads: [{ token, parts: [{ partNumber: 1, checksum: 'jSnVw/bqjr4=' }] }],
    },
    response: { uploads: [{ parts: [presignedPart] }] },
  },
  listParts: {
    request: { token },
    response: { status: 'unfinished', parts: [{ partNumber: 1, size: 8 * MiB, etag }] },
  },
  complete: {
    request: {
      uploads: [{ token, etags: [{ partNumber: 1, etag }], checksum: 'rosUhgp5mIg=' }],
    },
    response: { uploads: [{ object }] },
  },
  abort: { request: { uploads: [{ token }] }, response: { uploads: [{ aborted: true }] } },
} as const satisfies {
  policy: { response: PolicyResponse };
  create: { request: CreateRequest; response: CreateResponse };
  presign: { request: PresignRequest; response: PresignResponse };
  listParts: { request: ListPartsRequest; response: ListPartsResponse };
  complete: { request: CompleteRequest; response: CompleteResponse };
  abort: { request: AbortRequest; response: AbortResponse };
};
