import { ADMIN_ROUTES, type DoctorReport, type DoctorRequest } from '@slipway/protocol';
import { doctorSchema } from '../admin/admin-schemas.ts';
import type { RouteDoc } from './route-doc.ts';

const response = {
  name: 'DoctorReport',
  example: {
    bucket: 'media',
    findings: [
      {
        id: 'cors-preflight',
        status: 'problem',
        summary: 'https://app.example: the preflight gets 403 AccessForbidden.',
        reason: 'Browsers send nothing to the bucket: every upload fails at its first byte.',
        remedy: { text: 'Set these rules.', json: { CORSRules: [] }, fix: 'cors' },
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

/** The doctor's route. It reports faults of the store and does not fail because of them. */
export const DOCTOR_ROUTE_DOCS: readonly RouteDoc[] = [
  {
    method: 'POST',
    path: ADMIN_ROUTES.doctor,
    caller: 'admin',
    operationId: 'examineBucket',
    summary: 'What is wrong with the bucket',
    description:
      'Runs uploads with its own objects, deletes them, and reports what to fix. With `fix`, first adds missing CORS or lifecycle rules, and removes nothing. One check runs at a time.',
    request: {
      name: 'DoctorRequest',
      schema: doctorSchema,
      example: { origin: 'https://app.example', fix: ['cors'] } satisfies DoctorRequest,
    },
    response,
    codes: ['storage-unavailable'],
  },
];
