/** Names the S3 operation of a request by its method and query. */
export function s3Operation(method: string, query: URLSearchParams): string {
  if (method === 'OPTIONS') return 'Preflight';
  if (query.has('uploads')) {
    return method === 'POST' ? 'CreateMultipartUpload' : 'ListMultipartUploads';
  }
  const name = (query.has('uploadId') ? OF_AN_UPLOAD : OF_AN_OBJECT)[method];
  return name ?? 'Other';
}

const OF_AN_UPLOAD: Readonly<Record<string, string>> = {
  PUT: 'UploadPart',
  GET: 'ListParts',
  POST: 'CompleteMultipartUpload',
  DELETE: 'AbortMultipartUpload',
};

const OF_AN_OBJECT: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  POST: 'PostObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};
