import type { FaultRule } from '../rig/fault-rule.ts';
import { uploadHalf } from '../rig/half-way.ts';
import type { Lab } from '../rig/lab.ts';
import { expect, row } from '../rig/row.ts';

/** Matches all requests to the upload API. */
const api: FaultRule['match'] = ({ path }) => path.startsWith('/api/');

/** Matches requests to the endpoint that gives the page its token. */
const token: FaultRule['match'] = ({ path }) => path === '/token';

/** Answers all such requests at the proxy. Returns a function that ends it. */
function answerAll(
  lab: Lab,
  match: FaultRule['match'],
  answer: Omit<Extract<FaultRule['action'], { kind: 'answer' }>, 'kind'>,
): () => void {
  const action = { kind: 'answer', ...answer } as const;
  return lab.front.rules.add({ match, times: Number.POSITIVE_INFINITY, action });
}

const LOGIN_PAGE = {
  status: 200,
  body: '<!doctype html><title>Log in</title>',
  headers: { 'content-type': 'text/html' },
};

row(
  {
    id: 'R27',
    fault: 'the backend answers 503 for 20 s, is killed, and restarts',
    expected: 'the upload completes, and no part is sent twice because of it',
    ownsClock: true,
  },
  async ({ lab, film }) => {
    const { clock } = lab.engine.page;
    await uploadHalf(lab, film);
    const refuse = answerAll(lab, api, { status: 503 });
    await lab.engine.reaches('completing');
    for (let second = 0; second < 20; second++) await clock.runFor(1_000);
    const refused = () => lab.front.requests.filter(({ status }) => status === 503).length;
    await expect.poll(refused).toBeGreaterThan(1);

    refuse();
    await lab.front.cut();
    await lab.backends[0]?.stop('SIGKILL');
    await clock.runFor(1_000);
    lab.front.targets = [];
    await lab.startBackend();
    await lab.front.restore();
    await clock.runFor(30_000);
  },
);

row(
  {
    id: 'R32',
    fault: 'one of two replicas that take turns is killed',
    expected: 'the upload completes on the other replica',
    replicas: 2,
    quick: true,
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    const next = lab.backends.find(({ url }) => url === lab.front.nextTarget);
    await next?.stop('SIGKILL');
    await lab.engine.reaches('completed');
    expect(lab.front.requests.map(({ status }) => status)).toContain(502);
  },
);

row(
  {
    id: 'R37',
    fault: 'the function that gets the token for the backend fails for 20 s',
    expected: 'the upload completes, and no part is sent twice because of it',
    ownsClock: true,
  },
  async ({ lab, film }) => {
    const { page } = lab.engine;
    const give = answerAll(lab, token, { status: 200, body: 'secret' });
    await page.addInitScript(() => {
      window.askHeaders = async () => {
        const answer = await fetch('/token');
        if (!answer.ok) throw new Error(`The token endpoint answered ${answer.status}.`);
        return { authorization: `Bearer ${await answer.text()}` };
      };
    });
    await lab.engine.open();
    await uploadHalf(lab, film);
    give();
    const refuse = answerAll(lab, token, { status: 503 });
    await lab.engine.reaches('completing');
    const asked = lab.front.requests.length;
    for (let second = 0; second < 20; second++) await page.clock.runFor(1_000);
    const since = () => lab.front.requests.slice(asked);
    await expect.poll(() => since().length).toBeGreaterThan(1);
    expect(since().map(({ path }) => path)).not.toContain('/api/uploads/complete');

    refuse();
    answerAll(lab, token, { status: 200, body: 'secret' });
    await page.clock.runFor(30_000);
  },
);

for (const [fault, answer] of [
  ['a login page answers instead of the backend', () => LOGIN_PAGE],
  [
    'a gateway redirects requests to the login page of another origin',
    ({ s3 }: Lab) => ({ status: 302, headers: { location: `${s3.url}/login` } }),
  ],
] as const) {
  row(
    {
      id: 'R41',
      fault,
      expected: 'an error within 5 s says that the user is signed out',
      fails: 'unauthorized',
      withinMs: 5_000,
      quick: true,
    },
    async ({ lab, film }) => {
      answerAll(lab, api, answer(lab));
      await lab.pick(film);
    },
  );
}

row(
  {
    id: 'R41',
    fault: 'a login page answers instead of the backend in mid-upload, and the user signs in again',
    expected:
      'an error says that the user is signed out; a retry completes, and no part is sent twice',
  },
  async ({ lab, film }) => {
    await uploadHalf(lab, film);
    const signOut = answerAll(lab, api, LOGIN_PAGE);
    await expect.poll(() => lab.engine.outcomes).toEqual([`${film.name}: unauthorized`]);

    signOut();
    lab.engine.events.length = 0;
    await lab.engine.page.evaluate(() => window.uploader.retryAll());
  },
);
