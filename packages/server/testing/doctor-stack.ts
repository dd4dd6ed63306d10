import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { type LocalS3Options, startLocalS3 } from '@slipway/local-s3';
import type { DoctorFix } from '@slipway/protocol';
import { runDoctor } from '../src/doctor/doctor.ts';
import { createDoctorContext, type DoctorOptions } from '../src/doctor/doctor-context.ts';

export const DOCTOR_KEYS = { accessKeyId: 'DOCTORKEY', secretAccessKey: 'doctor-secret' };
export const DOCTOR_BUCKET = 'patient';
export const ORIGIN = 'https://app.example';

export type DoctorStack = Awaited<ReturnType<typeof startDoctorStack>>;

/** A bucket on a real local-s3, and the doctor that checks it. */
export async function startDoctorStack(options: Partial<LocalS3Options> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-doctor-'));
  const s3 = await startLocalS3({
    dir,
    port: 0,
    ...DOCTOR_KEYS,
    buckets: [DOCTOR_BUCKET],
    flush: false,
    ...options,
  });
  const open = (config: S3ClientConfig = {}) =>
    new S3Client({
      region: s3.region,
      endpoint: s3.url,
      forcePathStyle: true,
      credentials: DOCTOR_KEYS,
      maxAttempts: 1,
      ...config,
    });
  const client = open();
  return {
    s3,
    client,
    open,
    /** Runs the doctor. Returns its report, with the findings by ID. */
    async run(
      { as = client, ...more }: Partial<DoctorOptions> & { readonly as?: S3Client } = {},
      fixes: readonly DoctorFix[] = [],
    ) {
      const context = await createDoctorContext(as, {
        bucket: { bucket: DOCTOR_BUCKET },
        origins: [ORIGIN],
        now: () => Date.now(),
        ...more,
      });
      const report = await runDoctor(context, fixes);
      return {
        ...report,
        statuses: Object.fromEntries(report.findings.map(({ id, status }) => [id, status])),
        find: (id: string) => report.findings.find((finding) => finding.id === id),
      };
    },
    /** Denies an operation from now on, as if a permission were missing. */
    deny(operation: string) {
      const message = 'arn:aws:iam::1:x';
      const fault = { kind: 'answer', status: 403, code: 'AccessDenied', message } as const;
      s3.faults.add({ operation, times: 1_000, fault });
    },
    /** Keys of all objects and unfinished uploads in the bucket. */
    async contents() {
      const Bucket = DOCTOR_BUCKET;
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      return [...Contents, ...Uploads].map(({ Key }) => Key);
    },
    async close() {
      client.destroy();
      await s3.close({ graceMs: 0 });
      await rm(dir, { recursive: true, force: true });
    },
  };
}
