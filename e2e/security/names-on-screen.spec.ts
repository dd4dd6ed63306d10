import type { Page } from '@playwright/test';
import { expect, PAGES, test } from '../rig/fixtures.ts';
import { HOSTILE_NAMES } from '../rig/hostile-names.ts';

/** Control characters, and characters that change the writing direction. */
const DECEPTIVE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

const hostileFiles = HOSTILE_NAMES.map((name, i) => ({
  name,
  mimeType: 'text/html',
  buffer: Buffer.from(`<script>globalThis.ran = true</script>${i}`),
}));

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`S06 hostile names are text on ${shell}, and can't pose as others`, async ({
      widget,
      storage,
    }) => {
      const { page } = widget;
      await pick(page);
      await widget.completes(HOSTILE_NAMES.length);

      const rows = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
      await expect(rows).toHaveCount(HOSTILE_NAMES.length);
      const shown = await rows.locator('[part=name]').evaluateAll((names) =>
        names.map((name) => {
          const pieces = name.querySelector('bdi');
          return {
            text: pieces?.textContent ?? '',
            title: name.getAttribute('title'),
            // A name in pieces is hidden from screen readers. They read it whole, from an element before the pieces.
            spoken: [...name.children]
              .filter((element) => element.ariaHidden !== 'true')
              .map(({ textContent }) => textContent),
            // The elements of the widget, which splits the name into pieces. The name itself adds none.
            elements: [...name.querySelectorAll('*')].map(({ localName }) => localName).join(' '),
            isSpokenOnScreen: [...name.children].some(
              (element) => element !== pieces && element.getBoundingClientRect().width > 1,
            ),
          };
        }),
      );
      expect(shown.map(({ text }) => text).toSorted()).toEqual(
        HOSTILE_NAMES.map((name) => name.replaceAll(DECEPTIVE, '')).toSorted(),
      );
      for (const { text, title, spoken, elements, isSpokenOnScreen } of shown) {
        expect(title).toBe(text);
        expect(spoken).toEqual([text]);
        expect(elements).toMatch(/^(span )?bdi span span span$/);
        // Only the pieces are on screen, and they have a direction of their own.
        expect(isSpokenOnScreen, text).toBe(false);
      }
      expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
      expect(await page.context().cookies()).toEqual([]);
      for (const { key } of await storage.objects()) {
        expect(key).not.toMatch(DECEPTIVE);
        expect(key.split('/')).not.toContain('..');
      }
    });

    test(`S20 ${shell} breaks neither a strict CSP nor Trusted Types, whatever files are called`, async ({
      page,
      backend,
      storage,
    }) => {
      const violations: string[] = [];
      await page.exposeFunction('tellViolation', (text: string) => violations.push(text));
      await page.addInitScript(() => {
        const { tellViolation } = globalThis as unknown as { tellViolation(text: string): void };
        document.addEventListener('securitypolicyviolation', (event) => {
          tellViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
        });
      });
      page.on('console', (message) => {
        if (/Content.Security.Policy|Trusted/i.test(message.text()))
          violations.push(message.text());
      });
      page.on('dialog', (dialog) => {
        violations.push(dialog.message());
        return dialog.dismiss();
      });

      const response = await page.goto(`${backend.url}${pagePath}`);
      const policy = (await response?.allHeaders())?.['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe-|blob:|data:|\*/);
      await pick(page);
      const done = page.getByText(`${HOSTILE_NAMES.length} files uploaded`, { exact: true });
      await expect(done.first()).toBeVisible();

      expect(await storage.objects()).toHaveLength(HOSTILE_NAMES.length);
      expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
      expect(violations).toEqual([]);
      // The policy is in force, and the test sees violations.
      await page.evaluate(() => {
        const image = document.createElement('img');
        image.src = 'https://evil.example/pixel.png';
        document.body.append(image);
        try {
          document.body.insertAdjacentHTML('beforeend', '<b onclick="globalThis.ran=true">');
        } catch {
          // As expected.
        }
      });
      await expect
        .poll(() => violations.some((text) => text.startsWith('img-src https://evil.example')))
        .toBe(true);
      expect(violations.join('\n')).toContain('require-trusted-types-for');
      expect(await page.locator('b[onclick]').count()).toBe(0);
    });
  });
}

async function pick(page: Page): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(hostileFiles);
}
