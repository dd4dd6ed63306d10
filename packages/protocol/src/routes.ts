/** The HTTP routes of version 1, relative to where the upload router is mounted. */
export const ROUTES = {
  policy: '/policy',
  create: '/uploads',
  presign: '/uploads/presign',
  listParts: '/uploads/parts',
  complete: '/uploads/complete',
  abort: '/uploads/abort',
} as const;
