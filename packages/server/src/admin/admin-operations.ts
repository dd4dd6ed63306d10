import { ADMIN_ROUTES, type AdminAbortRequest } from '@slipway/protocol';
import type { z } from 'zod';
import { bodyBoundsOf } from '../service/body-bounds.ts';
import type { Operation } from '../service/operation.ts';
import { parseRequest } from '../service/parse-request.ts';
import { abortUnfinished } from './abort-unfinished.ts';
import type { AdminContext } from './admin-context.ts';
import {
  abortChosenSchema,
  abortOldSchema,
  adminAbortSchema,
  configurationSchema,
  deleteObjectsSchema,
  doctorSchema,
  listObjectsSchema,
  listUploadsSchema,
  listWebhooksSchema,
  sendWebhooksSchema,
  uploadPartsSchema,
} from './admin-schemas.ts';
import { deleteObjects } from './delete-objects.ts';
import { listFinished } from './list-finished.ts';
import { listUnfinished } from './list-unfinished.ts';
import { showParts } from './show-parts.ts';
import { listWebhooks, sendWebhooks } from './undelivered-webhooks.ts';

/** Returns the schema that a body means. A union of both could not name the wrong field. */
function abortSchemaFor(body: unknown): z.ZodType<AdminAbortRequest> {
  const namesUploads = typeof body === 'object' && body !== null && 'uploads' in body;
  return namesUploads ? abortChosenSchema : abortOldSchema;
}

/** The routes for admins. */
export function createAdminOperations(admin: AdminContext): readonly Operation[] {
  return [...createObjectOperations(admin), ...createBackendOperations(admin)];
}

/** The routes about uploads and objects. */
function createObjectOperations(admin: AdminContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: ADMIN_ROUTES.listUploads,
      caller: 'admin',
      handle: async (context, _caller, query) =>
        listUnfinished(admin, context, parseRequest(listUploadsSchema, query)),
    },
    {
      method: 'GET',
      path: ADMIN_ROUTES.listParts,
      caller: 'admin',
      handle: async (context, _caller, query) =>
        showParts(admin, context, parseRequest(uploadPartsSchema, query)),
    },
    {
      method: 'POST',
      path: ADMIN_ROUTES.abort,
      caller: 'admin',
      body: bodyBoundsOf(adminAbortSchema),
      handle: async (context, _caller, body) =>
        abortUnfinished(admin, context, parseRequest(abortSchemaFor(body), body)),
    },
    {
      method: 'GET',
      path: ADMIN_ROUTES.listObjects,
      caller: 'admin',
      handle: async (context, _caller, query) =>
        listFinished(admin, context, parseRequest(listObjectsSchema, query)),
    },
    {
      method: 'POST',
      path: ADMIN_ROUTES.deleteObjects,
      caller: 'admin',
      body: bodyBoundsOf(deleteObjectsSchema),
      handle: async (context, _caller, body) =>
        deleteObjects(admin, context, parseRequest(deleteObjectsSchema, body)),
    },
  ];
}

/** The routes about the backend itself. */
function createBackendOperations(admin: AdminContext): readonly Operation[] {
  return [
    {
      method: 'GET',
      path: ADMIN_ROUTES.configuration,
      caller: 'admin',
      handle: async (_context, _caller, query) => {
        parseRequest(configurationSchema, query);
        return { entries: admin.describeConfiguration() };
      },
    },
    {
      method: 'POST',
      path: ADMIN_ROUTES.doctor,
      caller: 'admin',
      body: bodyBoundsOf(doctorSchema),
      handle: async (_context, _caller, body) => {
        const { origin, fix } = parseRequest(doctorSchema, body);
        return admin.diagnose(origin, fix);
      },
    },
    {
      method: 'GET',
      path: ADMIN_ROUTES.listWebhooks,
      caller: 'admin',
      handle: async (context, _caller, query) =>
        listWebhooks(admin, context, parseRequest(listWebhooksSchema, query)),
    },
    {
      method: 'POST',
      path: ADMIN_ROUTES.sendWebhooks,
      caller: 'admin',
      body: bodyBoundsOf(sendWebhooksSchema),
      handle: async (context, _caller, body) =>
        sendWebhooks(admin, context, parseRequest(sendWebhooksSchema, body)),
    },
  ];
}
