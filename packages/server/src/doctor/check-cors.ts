import type { Finding, PresignedPart, Remedy } from '@slipway/protocol';
import type { CorsRule } from '../s3/bucket-settings.ts';
import { awsCommand, quote } from './aws-command.ts';
import { EXPOSED_HEADERS, findCorsRule, mergeCorsRules } from './cors-rules.ts';
import type { DoctorContext } from './doctor-context.ts';
import { attempt, describeRefusal, type Outcome } from './outcome.ts';
import { askAnonymously, isDone, sendPart, type Trial } from './trial.ts';
import { rightChecksum } from './trial-checksum.ts';

const BLOCKED = 'Browsers send nothing to the bucket: every upload fails at its first byte.';

/** What a page of one origin can do. */
interface PageView {
  readonly origin: string;
  /** Why the preflight refuses a PUT. `undefined` if it allows one. */
  readonly refusal: string | undefined;
  /** Response headers that the page cannot read. */
  readonly hidden: readonly string[];
}

/** Checks the bucket's CORS rules and their effect: it sends a preflight and a PUT from each origin. */
export async function checkCors(context: DoctorContext, trial: Trial): Promise<readonly Finding[]> {
  const { origins, settings, profile } = context;
  const rules = await attempt(() => settings.readCors());
  if (origins.length === 0) return [noOrigins(context.bucket.bucket)];
  const { integrity } = context;
  const presigned = await trial.presignPut(
    trial.object('cors'),
    integrity,
    rightChecksum(integrity),
    !profile.conditionalWrites.put,
  );
  const headers = await headersOfUploads(context, trial);
  const views = await Promise.all(origins.map((origin) => look(origin, presigned, headers)));
  const remedy = remedyOf(context, rules, headers);
  return [
    judgeRules(context, rules, headers, views, remedy),
    judgePreflights(views, remedy),
    judgeExposure(views, remedy),
  ];
}

/** The headers of a browser's PUT that need a CORS rule. */
export async function headersOfUploads(
  context: DoctorContext,
  trial: Trial,
): Promise<readonly string[]> {
  const presigned = await Promise.all(
    context.modes.map((integrity) => trial.signForBrowser(integrity, rightChecksum(integrity))),
  );
  const names = presigned.flatMap(({ headers }) => Object.keys(headers));
  return [...new Set(names.map((name) => name.toLowerCase()))];
}

async function look(
  origin: string,
  presigned: PresignedPart,
  headers: readonly string[],
): Promise<PageView> {
  const preflight = await attempt(() =>
    askAnonymously('OPTIONS', presigned.url, {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': headers.toSorted().join(','),
    }),
  );
  const answer = await attempt(() => sendPart(presigned, undefined, { origin }));
  const exposed = answer.ok ? listOf(answer.value.headers, 'access-control-expose-headers') : [];
  return {
    origin,
    refusal: preflight.ok
      ? findRefusal(preflight.value, origin, headers)
      : describeRefusal(preflight),
    hidden: exposed.includes('*')
      ? []
      : EXPOSED_HEADERS.filter((name) => !exposed.includes(name.toLowerCase())),
  };
}

function findRefusal(
  { status, code, headers: answer }: Awaited<ReturnType<typeof askAnonymously>>,
  origin: string,
  headers: readonly string[],
): string | undefined {
  if (!isDone({ status, code, headers: answer }))
    return `the preflight gets ${status} ${code}`.trim();
  const allowed = answer.get('access-control-allow-origin');
  if (allowed !== '*' && allowed !== origin) return 'the preflight does not allow the origin';
  const methods = listOf(answer, 'access-control-allow-methods');
  if (!methods.includes('put') && !methods.includes('*')) return 'the preflight does not allow PUT';
  const names = listOf(answer, 'access-control-allow-headers');
  const missing = names.includes('*') ? [] : headers.filter((name) => !names.includes(name));
  return missing.length > 0 ? `the preflight does not allow ${missing.join(', ')}` : undefined;
}

function listOf(headers: Headers, name: string): readonly string[] {
  return (headers.get(name) ?? '').split(',').map((item) => item.trim().toLowerCase());
}

function judgeRules(
  { origins, profile }: DoctorContext,
  rules: Outcome<readonly CorsRule[]>,
  headers: readonly string[],
  views: readonly PageView[],
  remedy: Remedy,
): Finding {
  if (!rules.ok && !profile.corsByApi) {
    return {
      id: 'cors-rules',
      status: 'ok',
      summary: `${profile.label} keeps its CORS rules elsewhere, so the doctor tests only their effect.`,
    };
  }
  if (!rules.ok) {
    return {
      id: 'cors-rules',
      status: 'warning',
      summary: `The bucket's CORS rules cannot be read: ${describeRefusal(rules)}.`,
      reason: 'The doctor can only test preflights, and it cannot fix the rules.',
      remedy: { text: 'Allow s3:GetBucketCORS and s3:PutBucketCORS for the doctor’s credentials.' },
    };
  }
  const lacking = origins.filter(
    (origin) => !findCorsRule(rules.value, { origin, method: 'PUT', headers }),
  );
  if (lacking.length === 0) {
    return { id: 'cors-rules', status: 'ok', summary: 'A CORS rule lets the pages PUT.' };
  }
  const works = views.every(({ refusal }) => refusal === undefined);
  return {
    id: 'cors-rules',
    status: works ? 'warning' : 'problem',
    summary: `No CORS rule of the bucket lets ${lacking.join(', ')} PUT with ${headers.join(', ')}.`,
    reason: works
      ? 'The preflight passes anyway, so something else answers it: a proxy, or the store’s own default.'
      : BLOCKED,
    remedy,
  };
}

function judgePreflights(views: readonly PageView[], remedy: Remedy): Finding {
  const refused = views.filter(({ refusal }) => refusal !== undefined);
  if (refused.length === 0) {
    return { id: 'cors-preflight', status: 'ok', summary: 'The store lets browsers PUT.' };
  }
  return {
    id: 'cors-preflight',
    status: 'problem',
    summary: `${refused.map(({ origin, refusal }) => `${origin}: ${refusal}`).join('; ')}.`,
    reason: BLOCKED,
    remedy,
  };
}

function judgeExposure(views: readonly PageView[], remedy: Remedy): Finding {
  const hidden = [...new Set(views.flatMap((view) => view.hidden))];
  if (hidden.length === 0) {
    return {
      id: 'cors-exposed-headers',
      status: 'ok',
      summary: 'Pages can read ETags, checksums and Retry-After.',
    };
  }
  return {
    id: 'cors-exposed-headers',
    status: 'warning',
    summary: `Pages cannot read ${hidden.join(', ')}.`,
    reason:
      'Uploads work, but the backend has to ask S3 for the ETags, and browsers cannot read Retry-After from a busy store.',
    remedy,
  };
}

function remedyOf(
  { bucket, origins, profile }: DoctorContext,
  rules: Outcome<readonly CorsRule[]>,
  headers: readonly string[],
): Remedy {
  const json = { CORSRules: mergeCorsRules(rules.ok ? rules.value : [], origins, headers) };
  if (!profile.corsByApi) {
    return {
      text: `Set this rule with the tools of the store: ${profile.label} takes none by the API of S3.`,
      json,
    };
  }
  return {
    text: rules.ok
      ? 'Set these rules: a new one for uploads, then the existing ones.'
      : 'Add this rule before the existing ones.',
    command: awsCommand('put-bucket-cors', bucket.bucket, '--cors-configuration', json),
    json,
    ...(rules.ok && { fix: 'cors' as const }),
  };
}

function noOrigins(bucket: string): Finding {
  return {
    id: 'cors-origins',
    status: 'warning',
    summary: 'No page origin is given, so the doctor did not check CORS.',
    reason: 'Without a CORS rule for it, a page cannot upload.',
    remedy: {
      text: 'Name the origins of the pages that upload.',
      command: `slipway doctor --bucket ${quote(bucket)} --origin https://app.example`,
    },
  };
}
