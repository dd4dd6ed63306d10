import { randomBytes } from 'node:crypto';
import type { Framework } from './frameworks.ts';
import { TEMPLATES } from './templates.ts';

/** Where the objects go. */
export const STORES = ['local', 'aws', 'other'] as const;
/** Who may upload: everybody as one caller, as in the documentation, or the users of your sessions. */
export const AUTHS = ['me', 'session'] as const;

/** What the user chose. */
export interface Choices {
  readonly framework: Framework;
  readonly store: (typeof STORES)[number];
  readonly auth: (typeof AUTHS)[number];
  readonly bucket: string | undefined;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}

const AUTHORIZE =
  /(?: *\/\/ Names the caller\..*\n)?( *)authorize: \(\) => \(\{ subject: 'me' \}\),/;

const SESSION = `import { UploadError } from '@slipway/server/ENTRY';

/** Returns the user of a request, as { id }. Until you look up your session here, every request gets 401. */
export async function userOf(request) {
  throw new UploadError('unauthorized', { message: 'Sign in to upload.' });
}
`;

/** The texts of the files to write, by their paths. They are those of the documentation, except who the callers are. */
export function planFiles({ framework, auth }: Choices): ReadonlyMap<string, string> {
  const files = new Map<string, string>(framework.files.map((file) => [file, TEMPLATES[file]]));
  if (auth === 'me') return files;
  const [path, text] = [...files].find(([, code]) => AUTHORIZE.test(code)) ?? [];
  if (path === undefined || text === undefined) throw new Error('No file names the caller.');
  const withUser = text
    .replace(
      AUTHORIZE,
      '$1// Names the caller. Look up your session in session.js.\n$1authorize: async (request) => ({ subject: (await userOf(request)).id }),',
    )
    .replace(/(import [^\n]*\n)(?!import )/, "$1import { userOf } from './session.js';\n");
  const entry = path === 'express.js' ? 'express' : 'fetch';
  return new Map([...files, [path, withUser], ['session.js', SESSION.replace('ENTRY', entry)]]);
}

/** The variables that the files read. */
export function planVariables({ store, bucket, region, endpoint }: Choices): string {
  const token = randomBytes(32).toString('base64');
  const ofStore = {
    local: {
      BUCKET: 'uploads',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local-secret',
    },
    aws: { BUCKET: bucket ?? 'my-bucket', AWS_REGION: region ?? 'eu-central-1' },
    other: {
      BUCKET: bucket ?? 'my-bucket',
      AWS_REGION: region ?? 'us-east-1',
      AWS_ENDPOINT_URL_S3: endpoint ?? 'https://s3.example',
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    },
  }[store];
  return Object.entries({ PORT: '3000', TOKEN_KEY: token, ...ofStore })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The command of docs/getting-started.md that starts a local store. */
export const START_STORE: string = TEMPLATES.storage.trim();
