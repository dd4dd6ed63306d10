import { ADMIN_ROUTES, type DoctorFixRequest, type DoctorReport } from '@slipway/protocol';
import { doctorFixSchema, doctorSchema } from '../admin/admin-schemas.ts';
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

/** The doctor's routes. They report faults of the store and do not fail because of them. */
export const DOCTOR_ROUTE_DOCS: readonly RouteDoc[] = [
  {
    method: 'GET',
    path: ADMIN_ROUTES.doctor,
    caller: 'admin',
    operationId: 'examineBucket',
    summary: 'What is wrong with the bucket',
    description: 'Runs uploads with its own objects, deletes them, and reports what to fix.',
    query: doctorSchema,
    response,
    codes: ['invalid-request', 'storage-unavailable'],
  },
  {
    method: 'POST',
    path: ADMIN_ROUTES.doctor,
    caller: 'admin',
    operationId: 'mendBucket',
    summary: 'Fixes the bucket’s settings',
    description: 'Adds missing CORS or lifecycle rules, removes nothing, and checks again.',
    request: {
      name: 'DoctorFixRequest',
      schema: doctorFixSchema,
      example: { origin: 'https://app.example', fix: ['cors'] } satisfies DoctorFixRequest,
    },
    response,
    codes: ['storage-unavailable'],
  },
];
