/** An attack on the running product, and what has to come of it. */
interface SecurityRow {
  readonly id: string;
  readonly attack: string;
  readonly expected: string;
}

const row = (id: string, attack: string, expected: string): SecurityRow => ({
  id,
  attack,
  expected,
});

/** All rows. Tests that start with a row's ID play it. */
export const SECURITY_ROWS: readonly SecurityRow[] = [
  row('S01', 'every route is called without credentials', '401, and S3 gets no call'),
  row(
    'S02',
    'a caller uses another caller’s token',
    '403 on every route, and the upload is unharmed',
  ),
  row('S03', 'each byte of a token is changed', '401 every time'),
  row('S04', 'a token is expired, or its key was rotated or removed', '401, 200 and 401'),
  row('S05', 'a body names a bucket, a key, an upload ID or an ARN', '400, and S3 sees none of it'),
  row(
    'S06',
    'file names with `../`, NUL, CRLF, bidi characters, or of 10 KB',
    'the key keeps its pattern, and headers are clean',
  ),
  row('S07', 'a client sends ACLs, tags, a storage class, `x-amz-*` or encryption keys', '400'),
  row('S08', 'HTML, SVG and polyglots are uploaded', 'stored with a safe type, as an attachment'),
  row('S09', 'a PUT has one byte more or less than promised', 'S3 rejects it'),
  row('S10', 'a PUT has other bytes of the same length, or no checksum header', 'S3 rejects it'),
  row('S11', 'complete comes with a part missing, or one too many', '409, and no object'),
  row('S12', 'part numbers are 0, −1, N+1, 10,001, 1.5, `5abc` or NaN', '400'),
  row('S13', 'a part’s URL is used after complete, abort or its expiry', '404, 404 and 403'),
  row('S14', 'another object has the key', 'a named error, and that object stays as it is'),
  row(
    'S15',
    '1,000 creates, and 100 presign requests per second',
    'a quota error, and 429; the sweeper leaves nothing behind',
  ),
  row(
    'S16',
    'a page of another site sends forms or JSON, also from look-alike origins',
    '403 without an `Access-Control-Allow-Origin`',
  ),
  row(
    'S17',
    '`__proto__`, JSON nested 100,000 deep, 10 MB, a slow body',
    '400, 413 or 408; the next request works',
  ),
  row('S18', 'S3 fails in every way', 'no ARN, bucket, stack or XML in the response'),
  row(
    'S19',
    'logs, referrers and the browser’s storage are searched after a full run',
    'no signature, secret or presigned URL',
  ),
  row(
    'S20',
    'a strict CSP with Trusted Types, and hostile file names on the screen',
    'no violation, and nothing runs',
  ),
  row(
    'S21',
    'presign or use an old URL after an upload has ended; send and never complete',
    '409 `upload-ended`; an object that stays without an end is deleted after its URL has expired',
  ),
  row(
    'S22',
    'a form is sent again with other bytes of the same size and CRC',
    'S3 rejects it, and the verified object stays',
  ),
  row(
    'S23',
    'create, abort and PUT by the old URL, 12 times, under a quota of 10 MiB',
    'aborted bytes count until their URLs expire; then the bucket holds none of them',
  ),
  row(
    'S24',
    'Redis stalls for 3, 10 and 30 s while a hook runs, and another replica aborts',
    'both replicas tell one outcome, an accepted object stays, and a hook that hangs gives way',
  ),
  row(
    'S25',
    'Redis is flushed, the process restarts, or a record arrives late; then complete',
    'the object stays, also under a stricter policy; abort answers `already-completed`, complete succeeds',
  ),
  row(
    'S26',
    'two callers of one tenant use the default production configuration',
    'neither sees the other’s files by any route',
  ),
  row(
    'S27',
    '1,000,000 items or fields; tokens of dots; the largest presign request; strangers',
    '400, or 401 to strangers, without parsing; presigning prepares once and yields',
  ),
  row(
    'S28',
    'JWT claims are numbers, objects, arrays, empty, `..`, `a/b` or look alike',
    '401 with the reason, or a tenant of its own; never 500',
  ),
  row(
    'S29',
    '500 refused requests from one address; an identity provider that is down',
    'valid callers are served, and every guarded route counts refusals',
  ),
  row('S30', 'a token of one router is used at another', '401'),
  row('S31', 'another site calls every GET route as an image', '403 without an effect'),
  row(
    'S32',
    'types and names are padded, in upper case, with parameters, NUL, or too long',
    'judged and stored in one normal form',
  ),
  row(
    'S33',
    'a PUT or form has every unsigned header that S3 would store',
    'rejected, or not on the object',
  ),
  row(
    'S34',
    '4 GiB for a 401, idle sockets, a byte per second, large bodies, unread responses',
    'less than 1 MiB, or four bodies of a caller, is read; others are served',
  ),
  row(
    'S35',
    'odd requests go to both adapters',
    'the same status from both, no route has a second spelling, and no target names two paths',
  ),
  row(
    'S36',
    'images and packages are checked against end-of-life dates',
    'none is past its end of life; the packages work on Node 20, 22 and 24',
  ),
  row(
    'S37',
    'names have zero-width, bidi, tag and unassigned characters',
    'key and disposition are clean, and the name is still recognizable',
  ),
  row(
    'S38',
    'a user signs out, and another signs in with the same browser',
    'nothing of the first user is offered or can be opened',
  ),
  row(
    'S39',
    'a caller keeps S3 busy: calls that hang, aborts and completes again and again',
    'other callers are served, and an upload that has ended causes no call to S3',
  ),
];

/** The section of the scorecard's page. */
export function securitySection(): string {
  const lines = SECURITY_ROWS.map(
    ({ id, attack, expected }) => `| ${id} | ${attack} | ${expected} |`,
  );
  return `## Security

Each row attacks the running product, over both adapters if a route is involved. \`npm test\` plays all of them: the tests whose
names start with the row's ID are in \`packages/server\`, \`apps/server\`, \`packages/core\`, \`e2e/security\` and \`scripts\`.

| row | attack | expected result |
| --- | ------ | --------------- |
${lines.join('\n')}

### Ends of uploads under chaos

\`npm run chaos\` plays 200 seeds against two replicas with a real Redis. Each seed completes and aborts one upload from up to three
clients at once. At a random moment Redis pauses, Redis forgets everything, a replica is killed, or the receiver of webhooks
restarts. Then the seed asks both replicas again. No client may hear of a success without the object, no accepted object may be gone,
and all clients must hear of the same end. The receiver refuses or ignores 3 of 10 [webhooks](../packages/server/docs/webhooks.md). In
the end it must have both events of each upload, in order, each under one ID, unless Redis has lost them. \`npm test\` plays six such seeds.

The last run: 140 uploads ended with an object, 60 without, 332 webhooks came, and no seed broke a promise.

`;
}
