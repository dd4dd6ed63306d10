import { uploadHalf } from '../rig/half-way.ts';
import { expect, row } from '../rig/row.ts';

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
    const refuse = lab.front.rules.add({
      match: ({ path }) => path.startsWith('/api/'),
      times: Number.POSITIVE_INFINITY,
      action: { kind: 'answer', status: 503 },
    });
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
