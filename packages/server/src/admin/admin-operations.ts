import { ADMIN_ROUTES } from '@slipway/protocol';
import type { Operation } from '../service/operation.ts';
import { parseRequest } from '../service/parse-request.ts';
import { abortUnfinished } from './abort-unfinished.ts';
import { adminOf } from './admin-context.ts';
import {
  adminAbortSchema,
  configurationSchema,
  deleteObjectsSchema,
  doctorFixSchema,
  doctorSchema,
  listObjectsSchema,
  listUploadsSchema,
  uploadPartsSchema,
} from './admin-schemas.ts';
import { deleteObjects } from './delete-objects.ts';
import { listFinished } from './list-finished.ts';
import { listUnfinished } from './list-unfinished.ts';
import { showParts } from './show-parts.ts';

/** The routes for admins. */
export const ADMIN_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: ADMIN_ROUTES.listUploads,
    caller: 'admin',
    handle: async (context, _admin, query) =>
      listUnfinished(context, parseRequest(listUploadsSchema, query)),
  },
  {
    method: 'GET',
    path: ADMIN_ROUTES.listParts,
    caller: 'admin',
    handle: async (context, _admin, query) =>
      showParts(context, parseRequest(uploadPartsSchema, query)),
  },
  {
    method: 'POST',
    path: ADMIN_ROUTES.abort,
    caller: 'admin',
    handle: async (context, _admin, body) =>
      abortUnfinished(context, parseRequest(adminAbortSchema, body)),
  },
  {
    method: 'GET',
    path: ADMIN_ROUTES.listObjects,
    caller: 'admin',
    handle: async (context, _admin, query) =>
      listFinished(context, parseRequest(listObjectsSchema, query)),
  },
  {
    method: 'POST',
    path: ADMIN_ROUTES.deleteObjects,
    caller: 'admin',
    handle: async (context, _admin, body) =>
      deleteObjects(context, parseRequest(deleteObjectsSchema, body)),
  },
  {
    method: 'GET',
    path: ADMIN_ROUTES.configuration,
    caller: 'admin',
    handle: async (context, _admin, query) => {
      parseRequest(configurationSchema, query);
      return { entries: adminOf(context).describeConfiguration() };
    },
  },
  {
    method: 'GET',
    path: ADMIN_ROUTES.doctor,
    caller: 'admin',
    handle: async (context, _admin, query) => {
      const { origin } = parseRequest(doctorSchema, query);
      return adminOf(context).diagnose(origin);
    },
  },
  {
    method: 'POST',
    path: ADMIN_ROUTES.doctor,
    caller: 'admin',
    handle: async (context, _admin, body) => {
      const { origin, fix } = parseRequest(doctorFixSchema, body);
      return adminOf(context).diagnose(origin, fix);
    },
  },
];
