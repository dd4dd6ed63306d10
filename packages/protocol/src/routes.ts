/** The HTTP routes of version 1, relative to where the upload router is mounted. */
export const ROUTES = {
  policy: '/policy',
  create: '/uploads',
  presign: '/uploads/presign',
  listParts: '/uploads/parts',
  complete: '/uploads/complete',
  abort: '/uploads/abort',
} as const;

/** The routes for admins. They exist only if the owner configures who is an admin. */
export const ADMIN_ROUTES = {
  listUploads: '/admin/uploads',
  listParts: '/admin/uploads/parts',
  abort: '/admin/uploads/abort',
  listObjects: '/admin/objects',
  deleteObjects: '/admin/objects/delete',
  doctor: '/admin/doctor',
  configuration: '/admin/configuration',
  listWebhooks: '/admin/webhooks',
  sendWebhooks: '/admin/webhooks/send',
} as const;
