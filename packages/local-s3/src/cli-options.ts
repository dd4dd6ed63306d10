import { parseArgs } from 'node:util';
import type { LocalS3Options } from './local-s3.ts';
import { browserUploadCors } from './storage/cors-rule.ts';

/** What `--help` prints. */
export const USAGE = `slipway-local-s3: a strict S3 over a folder, for development and tests

  --dir DIR            folder that holds everything; made when missing (required)
  --access-key K       access key ID (required)
  --secret-key S       secret access key (required; or LOCAL_S3_SECRET_KEY)
  --bucket NAME        bucket to create when missing; may be repeated
  --cors-origin ORIGIN page origin that may use the buckets created; may be repeated
  --port 9000          TCP port; 0 takes a free one
  --host 127.0.0.1     address to listen on
  --region us-east-1   region that requests must be signed for
  --no-flush           leave flushing to the system: faster, but a power cut can lose data
  --help               print this
`;

const OPTIONS = {
  dir: { type: 'string' },
  'access-key': { type: 'string' },
  'secret-key': { type: 'string' },
  bucket: { type: 'string', multiple: true },
  'cors-origin': { type: 'string', multiple: true },
  port: { type: 'string' },
  host: { type: 'string' },
  region: { type: 'string' },
  'no-flush': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/**
 * Reads the command line.
 *
 * @returns the options, `'help'`, or one line for each mistake
 */
export function readCliOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { options: LocalS3Options } | { mistakes: readonly string[] } | 'help' {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return { mistakes: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help === true) return 'help';
  const mistakes: string[] = [];
  const dir = values.dir ?? '';
  if (dir === '') mistakes.push('--dir is required');
  const accessKeyId = values['access-key'] ?? '';
  if (accessKeyId === '') mistakes.push('--access-key is required');
  const secretAccessKey = values['secret-key'] ?? environment.LOCAL_S3_SECRET_KEY ?? '';
  if (secretAccessKey === '') mistakes.push('--secret-key or LOCAL_S3_SECRET_KEY is required');
  const port = Number(values.port ?? 9000);
  if (!/^\d+$/.test(values.port ?? '9000') || port > 65_535) {
    mistakes.push(`--port must be a number from 0 to 65535, not "${values.port}"`);
  }
  const origins = values['cors-origin'] ?? [];
  for (const origin of origins) {
    if (origin === '*' || (URL.canParse(origin) && new URL(origin).origin === origin)) continue;
    mistakes.push(`--cors-origin must be an origin such as http://127.0.0.1:3000, not "${origin}"`);
  }
  if (mistakes.length > 0) return { mistakes };
  return {
    options: {
      dir,
      accessKeyId,
      secretAccessKey,
      port,
      buckets: values.bucket ?? [],
      flush: values['no-flush'] !== true,
      ...(origins.length > 0 && { cors: browserUploadCors(origins) }),
      ...(values.host !== undefined && { host: values.host }),
      ...(values.region !== undefined && { region: values.region }),
    },
  };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
}
