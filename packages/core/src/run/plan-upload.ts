import { type PartPlan, type PolicyResponse, planSingle } from '@slipway/protocol';
import { retrying } from '../retry/retrying.ts';
import { loadSeveralParts } from './load-script.ts';
import type { RunScope } from './run-scope.ts';

/**
 * Plans the parts of the file from what is known about link and connections now.
 *
 * @throws RangeError when S3 cannot hold an object of this size
 */
export async function planUpload(run: RunScope, policy: PolicyResponse): Promise<PartPlan> {
  const { file, limits, link, ways } = run;
  const options = {
    size: file.size,
    // If the policy names a part size, the server refuses any other.
    partSize: policy.partSize ?? run.partSize,
    equalParts: policy.equalParts,
    // Each host of the bucket will be another way.
    connections: Math.max(ways.connections, run.connections * (policy.storageOrigins?.length ?? 1)),
    largestPart: link.largestPart,
    limits,
  };
  return planSingle(options) ?? (await retrying(run, loadSeveralParts)).planParts(options);
}
