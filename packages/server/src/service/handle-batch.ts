import type { BatchItem, UploadError } from '@slipway/protocol';
import type { z } from 'zod';
import type { BatchReporter } from './batch.ts';
import { describeIssue } from './describe-issue.ts';
import { type Issues, invalidRequest, parseRequest } from './parse-request.ts';

/** The body of a batch: a list of items under one name. */
type BatchOf<List extends string> = { readonly [name in List]: readonly unknown[] };

/** A batch after each item was checked. */
interface CheckedBatch<Request> {
  /** The well-formed items. `undefined` if there are none. */
  readonly request: Request | undefined;
  /** The faults of malformed items, by index in the batch. */
  readonly faults: ReadonlyMap<number, UploadError>;
}

/**
 * Runs `work` for the well-formed items of a batch. Each malformed item gets its own error. Results keep the
 * items' order.
 *
 * @throws UploadError `invalid-request` if the batch itself is malformed. Errors of `work` pass through
 */
export async function handleBatch<List extends string, Request extends BatchOf<List>, Result>(
  { fail, requestId }: BatchReporter,
  schema: z.ZodType<Request>,
  list: List,
  body: unknown,
  work: (request: Request) => Promise<{ readonly uploads: readonly BatchItem<Result>[] }>,
): Promise<{ readonly uploads: readonly BatchItem<Result>[] }> {
  const { request, faults } = checkBatch(schema, list, body);
  const uploads = request ? [...(await work(request)).uploads] : [];
  for (const [place, fault] of faults) {
    uploads.splice(place, 0, { error: fail(fault).toBody(requestId) });
  }
  return { uploads };
}

function checkBatch<List extends string, Request extends BatchOf<List>>(
  schema: z.ZodType<Request>,
  list: List,
  body: unknown,
): CheckedBatch<Request> {
  const result = schema.safeParse(body, { error: describeIssue });
  if (result.success) return { request: result.data, faults: new Map() };
  const { issues } = result.error;
  const ofBatch = issues.filter(({ path }) => path[0] !== list || typeof path[1] !== 'number');
  if (ofBatch.length > 0) throw invalidRequest(ofBatch);
  const faults = findFaults(issues);
  // The batch itself has no issue, so the body is an object with the list.
  const batch = body as Request;
  const items = batch[list].filter((_, place) => !faults.has(place));
  // Parse again: zod runs the refinements of the whole batch only if all items are well-formed.
  const request = items.length > 0 ? parseRequest(schema, { ...batch, [list]: items }) : undefined;
  return { request, faults };
}

/** The first issue of each malformed item, with a path relative to the item. */
function findFaults(issues: Issues): Map<number, UploadError> {
  const faults = new Map<number, UploadError>();
  const sorted = [...issues].sort((a, b) => Number(a.path[1]) - Number(b.path[1]));
  for (const { path, message } of sorted) {
    const place = Number(path[1]);
    if (!faults.has(place)) faults.set(place, invalidRequest([{ path: path.slice(2), message }]));
  }
  return faults;
}
