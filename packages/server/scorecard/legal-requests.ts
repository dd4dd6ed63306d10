import { ADMIN_ROUTES, CHECKSUMS, INTEGRITY_MODES, ROUTES } from '@slipway/protocol';
import * as fc from 'fast-check';
import { MiB } from '../testing/upload-stack.ts';

/** What valid requests can refer to. */
export interface KnownUploads {
  /** Tokens of unfinished two-part uploads without checksums. */
  readonly unfinished: readonly string[];
  /** Tokens of uploads whose objects exist. */
  readonly finished: readonly string[];
  /** More unfinished uploads, with S3's names. */
  readonly atS3: readonly { readonly objectKey: string; readonly uploadId: string }[];
}

const name = fc.string({ unit: 'binary', maxLength: 60 });
const accepts = fc.constant(['post']);
const count = fc.integer({ min: 1, max: 1_000 });
const ageSeconds = fc.nat(3_155_760_000);
const flag = fc.constantFrom('true', 'false');
const asText = (number: fc.Arbitrary<number>) => number.map(String);

const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 });
const uploads = (item: fc.Arbitrary<object>) => fc.record({ uploads: some(item) });
const parts = some(fc.record({ partNumber: fc.integer({ min: 1, max: 2 }) }));

const file = fc.constantFrom(...INTEGRITY_MODES).chain((integrity) => {
  const checksum =
    integrity === 'none'
      ? fc.constant(undefined)
      : fc
          .uint8Array({
            minLength: CHECKSUMS[integrity].bytes,
            maxLength: CHECKSUMS[integrity].bytes,
          })
          .map((bytes) => Buffer.from(bytes).toString('base64'));
  const part = fc.record({ partNumber: fc.constant(1), checksum });
  return fc.record(
    {
      name,
      size: fc.oneof(fc.constantFrom(0, 1, 5 * MiB, 6 * MiB), fc.integer({ min: 0, max: 2 ** 40 })),
      type: fc.oneof(fc.constantFrom('', 'video/mp4', 'text/html', 'image/svg+xml'), name),
      partSize: fc.constantFrom(128 * MiB, 256 * MiB),
      integrity: fc.constant(integrity),
      parts: fc.array(part, { maxLength: 2 }),
      metadata: fc.record({ title: fc.string({ unit: 'grapheme-ascii', maxLength: 20 }) }),
      fingerprint: fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
    },
    { requiredKeys: ['name', 'size', 'type', 'partSize', 'integrity'] },
  );
});

/** Requests that the route's schema allows, and that mostly fit the uploads. */
export function legalRequests(
  path: string,
  { unfinished, finished, atS3 }: KnownUploads,
): fc.Arbitrary<object> {
  const token = fc.constantFrom(...unfinished);
  const upload = fc.constantFrom(...atS3);
  const page = { limit: asText(count), prefix: fc.constantFrom('', 'uploads/', 'uploads/a') };
  const fix = { fix: ['lifecycle'] };
  const sweep = { olderThanSeconds: ageSeconds, owner: name.filter((text) => text !== '') };
  switch (path) {
    case ROUTES.policy:
      return fc.constant({});
    case ROUTES.create:
      return fc.record({ files: some(file), accepts }, { requiredKeys: ['files'] });
    case ROUTES.presign:
      return uploads(fc.record({ token, parts }));
    case ROUTES.listParts:
      return fc.record({ token: fc.constantFrom(...unfinished, ...finished) });
    case ROUTES.complete:
      return uploads(fc.record({ token: fc.constantFrom(...finished) }));
    case ROUTES.abort:
      return uploads(fc.record({ token }));
    case ADMIN_ROUTES.listUploads:
      return fc.record(
        { ...page, ...sweep, olderThanSeconds: asText(ageSeconds), held: flag },
        { requiredKeys: [] },
      );
    case ADMIN_ROUTES.listObjects:
      return fc.record({ ...page, details: flag, download: flag }, { requiredKeys: [] });
    case ADMIN_ROUTES.listParts:
      return upload;
    case ADMIN_ROUTES.abort:
      return fc.oneof(
        uploads(upload),
        fc.record(
          { ...sweep, limit: count, dryRun: fc.constant(true) },
          { requiredKeys: ['olderThanSeconds'] },
        ),
      );
    case ADMIN_ROUTES.deleteObjects:
      // Never deletes the uploads' objects, because the other routes need them.
      return fc.record({
        objects: some(fc.record({ objectKey: name.map((text) => `uploads/${text}`) })),
      });
    case ADMIN_ROUTES.listWebhooks:
      return fc.record({ limit: asText(count) }, { requiredKeys: [] });
    case ADMIN_ROUTES.sendWebhooks:
      return fc.record({ webhooks: some(fc.record({ id: name.map((text) => `msg_${text}`) })) });
    case ADMIN_ROUTES.configuration:
      return fc.constant({});
    case ADMIN_ROUTES.doctor:
      return fc.constantFrom({ origin: 'https://app.example', ...fix }, fix, {});
    default:
      throw new Error(`${path} has no legal requests here: write them.`);
  }
}
