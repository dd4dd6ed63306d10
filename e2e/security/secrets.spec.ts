import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, PAGES, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { keptBy } from '../rig/kept-by.ts';

const MiB = 1024 ** 2;
const TOKEN_KEY = randomBytes(32).toString('base64');
const PRESIGNED = /X-Amz-(?:Signature|Credential|Security-Token)|x-amz-signature/;

test.use({
  backendOptions: { SLIPWAY_TOKEN_KEYS: `key:${TOKEN_KEY}`, SLIPWAY_LOG_LEVEL: 'debug' },
});

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`S19 logs, Referer and the storage of ${shell} hold no signature, secret or presigned URL`, async ({
      widget,
      backend,
      files,
      storage,
    }) => {
      const { page } = widget;
      const seen = watch(page);

      // Parts, a reload during the upload, a resume, a refusal, a small file and a second page: every kind of request.
      const film = await files.make('film.bin', 60 * MiB);
      const release = holdPartsFrom(storage, 3);
      await widget.pick(film);
      await expect.poll(() => storage.storedParts().length).toBe(2);
      const halfWay = await keptBy(page);
      // A session exists, so the search had something to find.
      expect(halfWay).toContain('film.bin');
      await widget.open();
      release();
      storage.faults.add({
        operation: 'UploadPart',
        partNumber: 4,
        fault: { kind: 'answer', status: 503, code: 'SlowDown' },
      });
      await expect.poll(() => storage.requestsUnderWay).toBe(0);
      const note = await files.make('note.txt', 1_000);
      await widget.pick(film, note);
      await widget.completes(2);
      const atTheEnd = await keptBy(page);
      await page.goto(`${backend.url}/${pagePath === '/' ? 'drop-in' : ''}`);
      await storage.holdsExactly([film, note]);

      const { signatures, tokens, referers, consoleTexts } = await seen.all();
      expect(signatures.size).toBeGreaterThan(4);
      expect(tokens.size).toBeGreaterThanOrEqual(2);
      const log = backend.lines.join('\n');
      expect(log).toContain('/uploads/complete');
      const secrets = [
        ...signatures,
        TOKEN_KEY,
        storage.backendEnvironment.AWS_SECRET_ACCESS_KEY ?? '',
      ];
      for (const [where, text] of Object.entries({
        log,
        referers,
        consoleTexts,
        halfWay,
        atTheEnd,
      })) {
        expect(
          secrets.filter((secret) => text.includes(secret)),
          where,
        ).toEqual([]);
        expect(text, where).not.toMatch(PRESIGNED);
      }
      // A token resumes an upload, so only the session may hold it.
      for (const [where, text] of Object.entries({ log, referers, consoleTexts })) {
        expect(
          [...tokens].filter((token) => text.includes(token)),
          where,
        ).toEqual([]);
      }
      expect(atTheEnd).not.toContain('film.bin');
    });
  });
}

/** Records the traffic from now on, and what the page logs to the console. */
function watch(page: Page) {
  const headers: Promise<Record<string, string>>[] = [];
  const bodies: Promise<string>[] = [];
  const urls: string[] = [];
  const consoleTexts: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  // The browser does not report the headers of a request that a reload ended.
  page.on('requestfinished', (request) => headers.push(request.allHeaders()));
  page.on('response', (response) => {
    if (response.url().includes('/api/')) bodies.push(response.text().catch(() => ''));
  });
  page.on('console', (message) => consoleTexts.push(message.text()));
  return {
    async all() {
      const answers = (await Promise.all(bodies)).join('\n');
      const all = `${urls.join('\n')}\n${answers}`;
      const signatures = [...all.matchAll(/X-Amz-Signature(?:=|":")([0-9a-f]{64})/gi)];
      const tokens = [...answers.matchAll(/"token":"([^"]+)"/g)];
      return {
        signatures: new Set(signatures.map(([, value = '']) => value)),
        tokens: new Set(tokens.map(([, value = '']) => value)),
        referers: (await Promise.all(headers)).map(({ referer = '' }) => referer).join('\n'),
        consoleTexts: consoleTexts.join('\n'),
      };
    },
  };
}
