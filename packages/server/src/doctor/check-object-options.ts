import type { Finding } from '@slipway/protocol';
import type { ObjectOptions } from '../object/object-options.ts';
import { OBJECT_VARIABLES } from '../object/object-variables.ts';
import type { DoctorContext } from './doctor-context.ts';
import { describeRefusal, isDenied, type Refusal } from './outcome.ts';
import type { Trial } from './trial.ts';

type OptionName = keyof ObjectOptions;

/** Options that the store judges together, and the right that they need. */
interface OptionGroup {
  readonly names: readonly OptionName[];
  readonly right?: string;
}

const GROUPS: readonly OptionGroup[] = [
  {
    names: ['acl', 'grantFullControl', 'grantRead', 'grantReadAcp', 'grantWriteAcp'],
    right: 's3:PutObjectAcl',
  },
  {
    names: [
      'serverSideEncryption',
      'sseKmsKeyId',
      'sseKmsEncryptionContext',
      'bucketKeyEnabled',
      'sseCustomerKey',
    ],
    right: 'kms:GenerateDataKey',
  },
  { names: ['tagging'], right: 's3:PutObjectTagging' },
  { names: ['objectLockMode', 'objectLockRetainUntilDate'], right: 's3:PutObjectRetention' },
  { names: ['objectLockLegalHoldStatus'], right: 's3:PutObjectLegalHold' },
  { names: ['storageClass'] },
  { names: ['metadata'] },
  { names: ['cacheControl'] },
  { names: ['contentDisposition'] },
  { names: ['contentEncoding'] },
  { names: ['contentLanguage'] },
  { names: ['expires'] },
  { names: ['websiteRedirectLocation'] },
  { names: ['checksumType'] },
];

/**
 * Creates a multipart upload with all of the owner's options, and aborts it. Nothing is stored, so this may also try locks and
 * archives. If the store refuses it, each group of options is tried alone.
 *
 * @returns the findings, and the options that the other checks must leave out
 */
export async function checkObjectOptions(
  { object, bucket: { bucket }, root }: DoctorContext,
  trial: Trial,
): Promise<{ readonly findings: readonly Finding[]; readonly refused: readonly OptionName[] }> {
  const groups = GROUPS.map(({ names, right }) => ({
    names: names.filter((name) => object[name] !== undefined),
    right,
  })).filter(({ names }) => names.length > 0);
  const all = groups.flatMap(({ names }) => names);
  if (all.length === 0) return { findings: [], refused: [] };
  const together = await trial.tryOptions(all);
  if (together.ok) {
    const summary = `The store accepts the options of objects: ${all.join(', ')}.`;
    return { findings: [{ id: 'object-options', status: 'ok', summary }], refused: [] };
  }
  // Without options it fails as well: the other checks say why.
  if (!(await trial.tryOptions([])).ok) return { findings: [], refused: [] };
  const findings: Finding[] = [];
  const refused: OptionName[] = [];
  for (const { names, right } of groups) {
    const alone = await trial.tryOptions(names);
    if (alone.ok) continue;
    const resource = `arn:aws:s3:::${bucket}/${root}*`;
    findings.push(judge(names, alone, right, resource));
    refused.push(...names);
  }
  if (findings.length > 0) return { findings, refused };
  return { findings: [judge(all, together, undefined, '')], refused: all };
}

function judge(
  names: readonly OptionName[],
  refusal: Refusal,
  right: string | undefined,
  resource: string,
): Finding {
  const [first = 'metadata'] = names;
  const isMissingRight = right !== undefined && isDenied(refusal);
  return {
    id: `option-${first}`,
    status: 'problem',
    summary: `The store refuses ${names.join(' with ')}: ${describeRefusal(refusal)}.`,
    reason: 'Uploads from browsers have these options, so all of them fail.',
    remedy: {
      text: `${isMissingRight ? `Allow ${right} for the backend’s role or user, or change` : 'Change'} ${names.map(placesOf).join(' and ')}.`,
      ...(isMissingRight &&
        right.startsWith('s3:') && {
          json: { Effect: 'Allow', Action: right, Resource: resource },
        }),
    },
  };
}

/** Where the owner sets an option. */
function placesOf(name: OptionName): string {
  // A function sets these two, for each file.
  if (name === 'sseCustomerKey' || name === 'ifMatch') return `object.${name}`;
  return `${OBJECT_VARIABLES[name].name} (object.${name})`;
}
