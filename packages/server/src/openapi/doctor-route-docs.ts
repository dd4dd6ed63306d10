import {
  ADMIN_ROUTES,
  CHECKSUM_MODES,
  type DoctorFixRequest,
  type DoctorReport,
  INTEGRITY_MODES,
} from '@slipway/protocol';
import { z } from 'zod';
import { doctorFixSchema, doctorSchema } from '../admin/admin-schemas.ts';
import type { Agrees } from '../service/agrees.ts';
import type { RouteDoc } from './route-doc.ts';

const fix = z.enum(['cors', 'lifecycle']);

const findingId = z.union([
  z.enum([
    'credentials',
    'bucket',
    'region',
    'clock',
    'cors-origins',
    'cors-rules',
    'cors-preflight',
    'cors-exposed-headers',
    'lifecycle',
    'test-upload',
    'signed-size',
    'if-none-match',
    'presigned-post',
    'clean-up',
  ]),
  z.templateLiteral(['checksum-', z.enum(CHECKSUM_MODES)]),
  z.templateLiteral(['permission-', z.string()]),
]);

const remedySchema = z.object({
  text: z.string(),
  command: z.string().optional().describe('To be pasted into a shell.'),
  json: z
    .custom<object>()
    .optional()
    .describe('The bucket’s new configuration, or the statement that a policy lacks.'),
  fix: fix.optional().describe('Set where the doctor can do it itself.'),
});

/** Answer of both doctor's routes. */
const doctorReportSchema = z.object({
  bucket: z.string(),
  findings: z.array(
    z.object({
      id: findingId,
      status: z.enum(['ok', 'warning', 'problem']),
      summary: z.string(),
      reason: z.string().optional(),
      remedy: remedySchema.optional(),
    }),
  ),
  capabilities: z
    .object({
      integrity: z.array(z.enum(INTEGRITY_MODES)),
      presignedPost: z.boolean(),
      conditionalWrites: z.object({ put: z.boolean(), complete: z.boolean() }),
    })
    .optional(),
  fixed: z.array(fix),
});
true satisfies Agrees<typeof doctorReportSchema, DoctorReport>;

const response = {
  name: 'DoctorReport',
  schema: doctorReportSchema,
  example: {
    bucket: 'media',
    findings: [
      {
        id: 'cors-preflight',
        status: 'problem',
        summary: 'https://app.example: the preflight is answered 403 AccessForbidden.',
        reason: 'Browsers send nothing to the bucket: every upload fails at its first byte.',
        remedy: { text: 'Put these rules.', json: { CORSRules: [] }, fix: 'cors' },
      },
    ],
    capabilities: {
      integrity: ['crc64nvme', 'md5', 'none'],
      presignedPost: true,
      conditionalWrites: { put: true, complete: true },
    },
    fixed: [],
  } satisfies DoctorReport,
};

/** The doctor's routes, which never fail for what the store answers: that is what they report. */
export const DOCTOR_ROUTE_DOCS: readonly RouteDoc[] = [
  {
    method: 'GET',
    path: ADMIN_ROUTES.doctor,
    caller: 'admin',
    operationId: 'examineBucket',
    summary: 'What is wrong with the bucket',
    description:
      'Does what uploads do, with objects of its own that it removes again, and says what to mend.',
    query: doctorSchema,
    response,
    codes: ['invalid-request', 'storage-unavailable'],
  },
  {
    method: 'POST',
    path: ADMIN_ROUTES.doctor,
    caller: 'admin',
    operationId: 'mendBucket',
    summary: 'Mends the bucket’s settings',
    description:
      'Adds to the CORS or lifecycle rules what is missing, takes nothing away, and looks again.',
    request: {
      name: 'DoctorFixRequest',
      schema: doctorFixSchema,
      example: { origin: 'https://app.example', fix: ['cors'] } satisfies DoctorFixRequest,
    },
    response,
    codes: ['storage-unavailable'],
  },
];
