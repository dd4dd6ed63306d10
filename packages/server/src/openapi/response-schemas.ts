// `pnpm --filter @slipway/docs generate` makes this file from the types of @slipway/protocol.
import type { JsonSchema } from './route-doc.ts';

/** The schemas of all responses, which may gain fields, by their names in the OpenAPI document. */
export const RESPONSE_SCHEMAS = {
  Error: {
    description: "An error in a response's body.",
    type: 'object',
    properties: {
      code: {
        description: 'Branch on this, never on the message.',
        type: 'string',
        enum: [
          'invalid-request',
          'request-too-large',
          'not-found',
          'unauthorized',
          'forbidden',
          'token-invalid',
          'token-expired',
          'rate-limited',
          'quota-exceeded',
          'file-too-large',
          'file-too-small',
          'type-not-allowed',
          'too-many-files',
          'file-changed',
          'file-unreadable',
          'upload-not-found',
          'upload-ended',
          'already-completed',
          'parts-missing',
          'name-taken',
          'checksum-mismatch',
          'storage-refused',
          'storage-misconfigured',
          'storage-unavailable',
          'network-error',
          'stalled',
          'backend-unavailable',
          'internal-error',
          'canceled',
        ],
      },
      message: { description: 'One sentence: what happened and what to do.', type: 'string' },
      requestId: { description: "Identifies the request in the backend's log.", type: 'string' },
      limit: {
        description: 'The limit that was exceeded, in bytes or files, if the code is about one.',
        type: 'number',
      },
      partNumbers: {
        description: 'The numbers of the parts to send again, with `parts-missing`.',
        type: 'array',
        items: { type: 'integer', minimum: 1 },
      },
      retryAfterMs: {
        description:
          'How long to wait before the next attempt, in milliseconds. It is in the body because an item of a batch has no `Retry-After` header.',
        type: 'number',
      },
    },
    required: ['code', 'message'],
  },
  ErrorResponse: {
    description: 'Body of every response that is not a 2xx.',
    type: 'object',
    properties: {
      error: { $ref: '#/components/schemas/Error' },
      uploads: {
        description:
          "The items of a batch of uploads whose items all failed with one code; `error` is the first item's.",
        type: 'array',
        items: {
          type: 'object',
          properties: { error: { $ref: '#/components/schemas/Error' } },
          required: ['error'],
        },
      },
    },
    required: ['error'],
  },
  PresignedPart: {
    description: 'Where and how to send one part: by PUT with `headers`, or by POST with `fields`.',
    type: 'object',
    properties: {
      partNumber: { description: 'The first part is 1.', type: 'integer', minimum: 1 },
      url: { description: 'Allows one request, for a limited time.', type: 'string' },
      headers: {
        description:
          'Signed headers. Send them unchanged. Empty for a POST. `Content-Length` is signed too, and the browser sets it.',
        type: 'object',
        additionalProperties: { type: 'string' },
      },
      fields: {
        description:
          'Absent: PUT the bytes to `url`. Present: POST a `multipart/form-data` body to `url`. Send these fields first, unchanged and in this order, then the bytes as the last field, named `file`. Without custom headers and upload listeners, such a request costs no CORS preflight. The store answers 204 without a body. It sends the ETag as a header, as for a PUT, but Ceph leaves it out. Only a request that `accepts` forms gets them. A store that answers a form with 405 or 501 has no forms: repeat the request without `accepts` to get a PUT.',
        type: 'object',
        additionalProperties: { type: 'string' },
      },
      credentialsAllowed: {
        description:
          'Whether the bucket also accepts the request with cookies. Browsers use separate connections for such requests, so sending half of the requests with cookies doubles six connections to twelve. Default: false.',
        type: 'boolean',
      },
      otherHost: {
        description:
          "Whether the URL has another host than the bucket's first address. Try that host with one request before relying on it. Only in responses to requests that `accepts` `other-hosts`. Default: false.",
        type: 'boolean',
      },
      expiresInSeconds: {
        description: 'How long the URL is valid, in seconds from the response.',
        type: 'number',
      },
    },
    required: ['partNumber', 'url', 'headers', 'expiresInSeconds'],
  },
  StoredPart: {
    description: 'A part that S3 has.',
    type: 'object',
    properties: {
      partNumber: { description: 'The first part is 1.', type: 'integer', minimum: 1 },
      size: { description: 'Bytes.', type: 'integer', minimum: 0 },
      etag: { description: "S3's opaque tag for the part, with its quotes.", type: 'string' },
      checksum: { description: 'Base64. Left out if the store keeps none.', type: 'string' },
    },
    required: ['partNumber', 'size', 'etag'],
  },
  CompletedObject: {
    description: 'A completed object. The server has proven that it belongs to this upload.',
    type: 'object',
    properties: {
      objectKey: { type: 'string' },
      size: { description: 'Bytes.', type: 'integer', minimum: 0 },
      etag: { description: "S3's opaque tag for the object, with its quotes.", type: 'string' },
      contentType: { description: 'MIME type that S3 stores.', type: 'string' },
      checksum: {
        description: "The object's checksum in base64. Left out if the store keeps none.",
        type: 'string',
      },
      versionId: {
        description: "The object's version. Left out if the bucket keeps no versions.",
        type: 'string',
      },
    },
    required: ['objectKey', 'size', 'etag', 'contentType'],
  },
  Policy: {
    description: 'Response of `GET /policy`.',
    type: 'object',
    properties: {
      storageOrigins: {
        description:
          'Origins of presigned URLs (`https://media.s3.eu-central-1.amazonaws.com`). A browser can connect to them before the first upload. Left out while the storage cannot name them.',
        type: 'array',
        items: { type: 'string' },
      },
      equalParts: {
        description:
          'Whether all parts of a file must have one size, but the last. Some stores want that, such as Cloudflare R2. If `false`, `runs` may be used. Default: true, as older servers want it.',
        type: 'boolean',
      },
      folders: {
        description:
          "What the server does with `relativePath`: `kept` makes it part of default keys, `told` gives it only to the owner's functions and hooks. Left out by servers that do not know that field and refuse it.",
        type: 'string',
        enum: ['kept', 'told'],
      },
      maxFileSize: {
        description: 'Largest file in bytes. Default: what S3 allows.',
        type: 'integer',
        minimum: 0,
      },
      minFileSize: {
        description: 'Smallest file in bytes. Default: 0.',
        type: 'integer',
        minimum: 0,
      },
      maxFiles: {
        description:
          'Most files in one widget and in one create request. The server does not count files across requests. Use quotas for that. Default: no limit.',
        type: 'integer',
        minimum: 0,
      },
      accept: {
        description:
          "Which files are allowed, in the syntax of HTML's `accept`: MIME types (`image/png`), ranges (`image/*`) and extensions (`.pdf`). A file passes if any entry matches. The server accepts no empty list. Default: everything.",
        type: 'array',
        items: { type: 'string' },
      },
      allowedTypes: {
        description:
          "MIME types and ranges of which a file's type must match one. An unknown type matches only `*`. A file must also pass `allowedExtensions` and `accept`, if they are set. The server accepts no empty list. Default: every type.",
        type: 'array',
        items: { type: 'string' },
      },
      allowedExtensions: {
        description:
          "Extensions (`.pdf` or `pdf`). A file's name must end with one of them. The server accepts no empty list. Default: every name.",
        type: 'array',
        items: { type: 'string' },
      },
      partSize: {
        description:
          'Part size in bytes of files of several parts. Raised for files that are too large for it. Default: chosen by the browser for each file.',
        type: 'integer',
        minimum: 0,
      },
      integrity: {
        description:
          'How the parts of every file are protected. Use `md5` or `none` for stores without flexible checksums. Use `sha256` to stop attackers too, who can forge all other checksums. Default: `sha256` for a file of one part where the browser has WebCrypto, otherwise `crc64nvme`.',
        type: 'string',
        enum: ['crc64nvme', 'crc32c', 'crc32', 'sha256', 'sha1', 'md5', 'none'],
      },
    },
  },
  CreateResponse: {
    description: 'Response of `POST /uploads`.',
    type: 'object',
    properties: {
      uploads: {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              properties: {
                token: {
                  description:
                    "The sealed permission to work on the upload, for this caller only. The browser can't read it.",
                  type: 'string',
                },
                objectKey: { type: 'string' },
                plan: {
                  description: 'How to split the file.',
                  oneOf: [
                    {
                      type: 'object',
                      properties: {
                        kind: { type: 'string', const: 'single' },
                        partSize: { description: 'Bytes.', type: 'integer', minimum: 0 },
                        partCount: { type: 'number', const: 1 },
                      },
                      required: ['kind', 'partSize', 'partCount'],
                    },
                    {
                      type: 'object',
                      properties: {
                        kind: { type: 'string', const: 'multipart' },
                        partSize: {
                          description: 'Bytes of the largest part.',
                          type: 'integer',
                          minimum: 0,
                        },
                        partCount: {
                          description: 'How many parts the file has.',
                          type: 'integer',
                          minimum: 1,
                        },
                        runs: {
                          description:
                            'The sizes of all parts, in their order. Left out if they are equal.',
                          type: 'array',
                          items: {
                            type: 'object',
                            properties: {
                              count: {
                                description: 'How many parts the run has.',
                                type: 'integer',
                                minimum: 1,
                              },
                              size: {
                                description: 'Bytes of the first part of the run.',
                                type: 'integer',
                                minimum: 1,
                              },
                              step: {
                                description:
                                  'How many bytes smaller each further part is. Default: 0.',
                                type: 'integer',
                                minimum: 0,
                              },
                            },
                            required: ['count', 'size'],
                          },
                        },
                      },
                      required: ['kind', 'partSize', 'partCount'],
                    },
                  ],
                },
                integrity: {
                  description: 'How the parts are protected.',
                  type: 'string',
                  enum: ['crc64nvme', 'crc32c', 'crc32', 'sha256', 'sha1', 'md5', 'none'],
                },
                parts: {
                  description:
                    'The requested parts. None if a resumed upload has another plan than the request.',
                  type: 'array',
                  items: { $ref: '#/components/schemas/PresignedPart' },
                },
                resumed: {
                  description:
                    "Absent: the upload is new. Present: the same caller created it earlier, maybe on another device, and S3 has these parts. `plan` is the plan of that first create, and can differ from the request. The browser chose the fingerprint, so compare the parts' checksums with the file before you trust them.",
                  type: 'object',
                  properties: {
                    parts: { type: 'array', items: { $ref: '#/components/schemas/StoredPart' } },
                  },
                  required: ['parts'],
                },
              },
              required: ['token', 'objectKey', 'plan', 'integrity', 'parts'],
            },
            {
              type: 'object',
              properties: { error: { $ref: '#/components/schemas/Error' } },
              required: ['error'],
            },
          ],
        },
      },
    },
    required: ['uploads'],
  },
  PresignResponse: {
    description: 'Response of `POST /uploads/presign`.',
    type: 'object',
    properties: {
      uploads: {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              properties: {
                parts: { type: 'array', items: { $ref: '#/components/schemas/PresignedPart' } },
              },
              required: ['parts'],
            },
            {
              type: 'object',
              properties: { error: { $ref: '#/components/schemas/Error' } },
              required: ['error'],
            },
          ],
        },
      },
    },
    required: ['uploads'],
  },
  ListPartsResponse: {
    description:
      'Response of `POST /uploads/parts`: all parts that S3 has, by number, or the completed object.',
    oneOf: [
      {
        type: 'object',
        properties: {
          status: { type: 'string', const: 'unfinished' },
          parts: { type: 'array', items: { $ref: '#/components/schemas/StoredPart' } },
        },
        required: ['status', 'parts'],
      },
      {
        type: 'object',
        properties: {
          status: { type: 'string', const: 'completed' },
          object: { $ref: '#/components/schemas/CompletedObject' },
        },
        required: ['status', 'object'],
      },
    ],
  },
  CompleteResponse: {
    description: 'Response of `POST /uploads/complete`.',
    type: 'object',
    properties: {
      uploads: {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              properties: { object: { $ref: '#/components/schemas/CompletedObject' } },
              required: ['object'],
            },
            {
              type: 'object',
              properties: { error: { $ref: '#/components/schemas/Error' } },
              required: ['error'],
            },
          ],
        },
      },
    },
    required: ['uploads'],
  },
  AbortResponse: {
    description: 'Response of `POST /uploads/abort`. Aborting an upload that is gone succeeds.',
    type: 'object',
    properties: {
      uploads: {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              properties: { aborted: { type: 'boolean', const: true } },
              required: ['aborted'],
            },
            {
              type: 'object',
              properties: { error: { $ref: '#/components/schemas/Error' } },
              required: ['error'],
            },
          ],
        },
      },
    },
    required: ['uploads'],
  },
  ListUploadsResponse: {
    description: 'Response of `GET /admin/uploads`, in the order of the keys.',
    type: 'object',
    properties: {
      uploads: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            owner: {
              description: 'The tenant whose folder holds the key, if the key has one.',
              type: 'string',
            },
            initiatedAt: { description: 'When S3 created the upload, ISO 8601.', type: 'string' },
            ageSeconds: {
              description: "Seconds since then, by the backend's clock.",
              type: 'number',
            },
            storageClass: { description: "S3's name for it, such as `STANDARD`.", type: 'string' },
            keptUntil: {
              description:
                "When the bucket's lifecycle rule will abort the upload, ISO 8601. Left out if no rule is known.",
              type: 'string',
            },
            held: {
              description:
                'What S3 has of the upload, or why it could not be read. Only with `held=true`.',
              anyOf: [
                {
                  type: 'object',
                  properties: {
                    partCount: {
                      description: 'How many parts S3 has.',
                      type: 'integer',
                      minimum: 0,
                    },
                    size: { description: 'Bytes of these parts.', type: 'integer', minimum: 0 },
                  },
                  required: ['partCount', 'size'],
                },
                {
                  type: 'object',
                  properties: { error: { $ref: '#/components/schemas/Error' } },
                  required: ['error'],
                },
              ],
            },
            objectKey: { type: 'string' },
            uploadId: { description: "S3's own ID. Browsers never see it.", type: 'string' },
          },
          required: ['initiatedAt', 'ageSeconds', 'objectKey', 'uploadId'],
        },
      },
      cursor: {
        description:
          'Requests the next page. Left out on the last one. A page before the last can hold fewer uploads than its limit, even none, because a filter by age looks at a bounded number of uploads per request.',
        type: 'string',
      },
    },
    required: ['uploads'],
  },
  UploadPartsResponse: {
    description: 'Response of `GET /admin/uploads/parts`, whose query is an `UploadToAdminister`.',
    type: 'object',
    properties: {
      expectedSize: {
        description: 'Bytes of the whole file. Left out if the backend does not know them.',
        type: 'integer',
        minimum: 0,
      },
      parts: { type: 'array', items: { $ref: '#/components/schemas/StoredPart' } },
      integrity: {
        description: 'Which checksum the parts have. Left out if S3 keeps none.',
        type: 'string',
        enum: ['crc64nvme', 'crc32c', 'crc32', 'sha256', 'sha1', 'md5', 'none'],
      },
      storageClass: { description: "S3's name for it, such as `STANDARD`.", type: 'string' },
      keptUntil: {
        description: "When the bucket's lifecycle rule will abort the upload, ISO 8601.",
        type: 'string',
      },
      partCount: { description: 'How many parts S3 has.', type: 'integer', minimum: 0 },
      size: { description: 'Bytes of these parts.', type: 'integer', minimum: 0 },
    },
    required: ['parts', 'partCount', 'size'],
  },
  AdminAbortResponse: {
    description: 'Response of `POST /admin/uploads/abort`.',
    type: 'object',
    properties: {
      uploads: {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              properties: {
                objectKey: { type: 'string' },
                uploadId: { description: "S3's own ID. Browsers never see it.", type: 'string' },
                freed: {
                  type: 'object',
                  properties: {
                    partCount: {
                      description: 'How many parts S3 has.',
                      type: 'integer',
                      minimum: 0,
                    },
                    size: { description: 'Bytes of these parts.', type: 'integer', minimum: 0 },
                  },
                  required: ['partCount', 'size'],
                },
                error: { not: {} },
              },
              required: ['objectKey', 'uploadId', 'freed'],
            },
            {
              type: 'object',
              properties: {
                objectKey: { type: 'string' },
                uploadId: { description: "S3's own ID. Browsers never see it.", type: 'string' },
                error: { $ref: '#/components/schemas/Error' },
                freed: { not: {} },
              },
              required: ['objectKey', 'uploadId', 'error'],
            },
          ],
        },
      },
      cursor: {
        description:
          'Send it with the same filter to abort the next batch. Ages still count from the first request. Left out when all uploads are done.',
        type: 'string',
      },
    },
    required: ['uploads'],
  },
  ListObjectsResponse: {
    description: 'Response of `GET /admin/objects`, in the order of the keys.',
    type: 'object',
    properties: {
      objects: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            objectKey: { type: 'string' },
            owner: {
              description: 'The tenant whose folder holds the key, if the key has one.',
              type: 'string',
            },
            size: { description: 'Bytes.', type: 'integer', minimum: 0 },
            etag: {
              description: "S3's opaque tag for the object, with its quotes.",
              type: 'string',
            },
            modifiedAt: { description: 'When S3 stored the object, ISO 8601.', type: 'string' },
            storageClass: { description: "S3's name for it, such as `STANDARD`.", type: 'string' },
            details: {
              description:
                'What S3 stores with the object, or why it could not be read. Only with `details=true`.',
              anyOf: [
                {
                  type: 'object',
                  properties: {
                    contentType: { description: 'MIME type.', type: 'string' },
                    contentDisposition: {
                      description: 'The header `Content-Disposition` of downloads.',
                      type: 'string',
                    },
                    metadata: {
                      description: 'User metadata. The names are without `x-amz-meta-`.',
                      type: 'object',
                      additionalProperties: { type: 'string' },
                    },
                    checksum: {
                      type: 'object',
                      properties: {
                        integrity: {
                          type: 'string',
                          enum: ['crc64nvme', 'crc32c', 'crc32', 'sha256', 'sha1', 'md5', 'none'],
                        },
                        kind: {
                          description:
                            '`full-object`: over all bytes. `composite`: over the checksums of the parts.',
                          type: 'string',
                          enum: ['full-object', 'composite'],
                        },
                        value: {
                          description:
                            'Base64. A composite checksum ends with `-` and the number of parts.',
                          type: 'string',
                        },
                      },
                      required: ['integrity', 'kind', 'value'],
                    },
                    encryption: {
                      description: "S3's name for it, such as `AES256` or `aws:kms`.",
                      type: 'string',
                    },
                    kmsKeyId: { description: "The KMS key's ID or ARN.", type: 'string' },
                    lockMode: { description: '`GOVERNANCE` or `COMPLIANCE`.', type: 'string' },
                    lockedUntil: { description: 'When the lock ends, ISO 8601.', type: 'string' },
                    legalHold: {
                      description:
                        'Whether a legal hold protects the object, independent of the lock.',
                      type: 'boolean',
                    },
                  },
                  required: ['metadata'],
                },
                {
                  type: 'object',
                  properties: { error: { $ref: '#/components/schemas/Error' } },
                  required: ['error'],
                },
              ],
            },
            download: {
              description: 'Only with `download=true`.',
              type: 'object',
              properties: {
                url: { type: 'string' },
                expiresInSeconds: {
                  description: 'How long the URL is valid, in seconds from the response.',
                  type: 'number',
                },
              },
              required: ['url', 'expiresInSeconds'],
            },
          },
          required: ['objectKey', 'size', 'etag', 'modifiedAt'],
        },
      },
      cursor: { description: 'Requests the next page. Left out on the last one.', type: 'string' },
    },
    required: ['objects'],
  },
  DeleteObjectsResponse: {
    description: 'Response of `POST /admin/objects/delete`, in the order of the request.',
    type: 'object',
    properties: {
      objects: {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              properties: {
                objectKey: { type: 'string' },
                deleted: { type: 'boolean', const: true },
                error: { not: {} },
              },
              required: ['objectKey', 'deleted'],
            },
            {
              type: 'object',
              properties: {
                objectKey: { type: 'string' },
                error: { $ref: '#/components/schemas/Error' },
                deleted: { not: {} },
              },
              required: ['objectKey', 'error'],
            },
          ],
        },
      },
    },
    required: ['objects'],
  },
  ConfigurationResponse: {
    description: 'Response of `GET /admin/configuration`.',
    type: 'object',
    properties: {
      entries: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            name: { description: "The variable's name.", type: 'string' },
            meaning: { description: 'What the setting does, in Markdown.', type: 'string' },
            isSet: {
              description: 'Whether it is set. Otherwise its default applies.',
              type: 'boolean',
            },
            isSecret: {
              description:
                'Whether its value is secret. Then the backend does not even send its length.',
              type: 'boolean',
            },
            value: {
              description: 'Left out for secrets. If it is not set, its default, in Markdown.',
              type: 'string',
            },
          },
          required: ['name', 'meaning', 'isSet', 'isSecret'],
        },
      },
    },
    required: ['entries'],
  },
  DoctorReport: {
    description: 'Response of `POST /admin/doctor`.',
    type: 'object',
    properties: {
      bucket: { description: "The bucket's name.", type: 'string' },
      findings: {
        description: 'One for each check.',
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: {
              description: 'What was checked.',
              anyOf: [
                {
                  type: 'string',
                  enum: [
                    'credentials',
                    'bucket',
                    'region',
                    'clock',
                    'cors-origins',
                    'cors-rules',
                    'cors-preflight',
                    'cors-exposed-headers',
                    'lifecycle',
                    'object-options',
                    'test-upload',
                    'signed-size',
                    'checksum-crc64nvme',
                    'checksum-crc32c',
                    'checksum-crc32',
                    'checksum-sha256',
                    'checksum-sha1',
                    'checksum-md5',
                    'if-none-match',
                    'presigned-post',
                    'store',
                    'clean-up',
                  ],
                },
                { type: 'string', pattern: '^option-[\\s\\S]*$' },
                { type: 'string', pattern: '^permission-[\\s\\S]*$' },
              ],
            },
            status: {
              description:
                '`problem`: uploads fail or are unsafe. `warning`: uploads work, with a drawback.',
              type: 'string',
              enum: ['ok', 'warning', 'problem'],
            },
            summary: { description: 'What the doctor saw, in one sentence.', type: 'string' },
            reason: { description: 'Why it matters. Left out for `ok`.', type: 'string' },
            remedy: {
              description: 'Left out for `ok`, and if no fix is known.',
              type: 'object',
              properties: {
                text: { description: 'What to do, in one sentence.', type: 'string' },
                command: { description: 'A shell command that does it.', type: 'string' },
                json: {
                  description:
                    'The complete new configuration of the bucket, or the statement to add to a policy.',
                  type: 'object',
                },
                fix: {
                  description: 'Set if the doctor can apply the fix itself.',
                  type: 'string',
                  enum: ['lifecycle', 'cors'],
                },
              },
              required: ['text'],
            },
          },
          required: ['id', 'status', 'summary'],
        },
      },
      capabilities: {
        description: 'Left out if an earlier problem kept the doctor from testing them.',
        type: 'object',
        properties: {
          integrity: {
            description:
              'Modes for which the store rejects wrong checksums and keeps correct ones.',
            type: 'array',
            items: {
              type: 'string',
              enum: ['crc64nvme', 'crc32c', 'crc32', 'sha256', 'sha1', 'md5', 'none'],
            },
          },
          presignedPost: {
            description: 'Whether the store accepts presigned forms and enforces their policy.',
            type: 'boolean',
          },
          conditionalWrites: {
            description:
              'Whether `If-None-Match: *` protects an existing object, in a PUT and in CompleteMultipartUpload.',
            type: 'object',
            properties: { put: { type: 'boolean' }, complete: { type: 'boolean' } },
            required: ['put', 'complete'],
          },
        },
        required: ['integrity', 'presignedPost', 'conditionalWrites'],
      },
      fixed: {
        description: 'What the doctor fixed before it checked the bucket.',
        type: 'array',
        items: { type: 'string', enum: ['lifecycle', 'cors'] },
      },
    },
    required: ['bucket', 'findings', 'fixed'],
  },
  ListWebhooksResponse: {
    description: 'Response of `GET /admin/webhooks`, the oldest first.',
    type: 'object',
    properties: {
      webhooks: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: { description: 'The header `webhook-id` of all of its attempts.', type: 'string' },
            type: { description: 'Such as `upload.completed`.', type: 'string' },
            objectKey: { type: 'string' },
            attempts: { description: 'How often it was sent.', type: 'integer', minimum: 1 },
            givenUpAt: {
              description:
                'When the last attempt failed, ISO 8601. It is kept for 30 days from then.',
              type: 'string',
            },
            reason: { description: 'Why the last attempt failed.', type: 'string' },
          },
          required: ['id', 'type', 'objectKey', 'attempts', 'givenUpAt', 'reason'],
        },
      },
      hasMore: {
        description: 'Whether there are more. Send these again to see the next ones.',
        type: 'boolean',
      },
    },
    required: ['webhooks', 'hasMore'],
  },
  SendWebhooksResponse: {
    description: 'Response of `POST /admin/webhooks/send`, in the order of the request.',
    type: 'object',
    properties: {
      webhooks: {
        type: 'array',
        items: {
          anyOf: [
            {
              type: 'object',
              properties: {
                id: { type: 'string' },
                queued: { type: 'boolean', const: true },
                error: { not: {} },
              },
              required: ['id', 'queued'],
            },
            {
              type: 'object',
              properties: {
                id: { type: 'string' },
                error: { $ref: '#/components/schemas/Error' },
                queued: { not: {} },
              },
              required: ['id', 'error'],
            },
          ],
        },
      },
    },
    required: ['webhooks'],
  },
} as const satisfies Readonly<Record<string, JsonSchema>>;
