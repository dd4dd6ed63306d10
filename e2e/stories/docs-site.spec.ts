import { expect, type Page, test } from '@playwright/test';
import { findAxeFaults } from '../rig/axe.ts';
import { type BuiltDocs, builtPages, findDeadTargets, serveBuiltDocs } from '../rig/built-docs.ts';

let docs: BuiltDocs;

test.beforeAll(async () => {
  docs = await serveBuiltDocs();
});
test.afterAll(() => docs.close());

/** Errors in the console, and requests to other hosts. */
function watchFaults(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(?:http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) faults.push(request.url());
  });
  return faults;
}

test('every link and file of every page exists on the site @chromium', () => {
  expect(builtPages().length).toBeGreaterThan(50);
  expect(findDeadTargets(docs.base)).toEqual([]);
});

test('every page opens without an error and asks no other host @chromium', async ({ page }) => {
  // Some 80 pages.
  test.setTimeout(600_000);
  const faults = watchFaults(page);
  for (const path of builtPages().filter((path) => path !== '404.html')) {
    await page.goto(docs.url + path);
    await expect(page.locator('h1').first()).toBeVisible();
    // Vue has taken over the page.
    await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
  }
  expect(faults).toEqual([]);
});

for (const [word, where] of [
  ['CORS', 'Production checklist'],
  ['ETag', 'Glossary'],
] as const) {
  test(`the search finds ${word}`, async ({ page }) => {
    await page.goto(docs.url);
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.locator('#localsearch-input').fill(word);
    await page.getByRole('option').filter({ hasText: where }).first().click();
    await expect(page.locator('.vp-doc')).toContainText(word);
  });
}

test('the link of a framework opens its tab, and the next page shows the chosen one', async ({
  page,
}) => {
  await page.goto(`${docs.url}stacks.html#nuxt`);
  await expect(page.getByRole('tab', { name: 'Nuxt' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText('app/app.vue')).toBeVisible();

  await page.getByRole('tab', { name: 'Next.js' }).click();
  await expect(page.getByText('app/app.vue')).toBeHidden();
  await page.goto(`${docs.url}frameworks.html`);

  await expect(page.getByRole('tab', { name: 'Next.js' })).toHaveAttribute('aria-selected', 'true');
});

test('arrow keys move between tabs', async ({ page }) => {
  await page.goto(`${docs.url}stacks.html`);
  await page.getByRole('tab', { name: 'Next.js' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'React Router' })).toBeFocused();
  await expect(page.getByRole('tabpanel', { name: 'React Router' })).toBeVisible();
});

test('the playground shows the widget without a backend, in the colours of the page', async ({
  page,
}) => {
  const faults = watchFaults(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${docs.url}playground.html`);
  const gallery = page.frameLocator('iframe');
  await expect(gallery.getByRole('button', { name: 'Browse files' }).first()).toBeVisible();

  await page.getByRole('switch').first().click();
  await expect(gallery.locator('html')).toHaveCSS('color-scheme', 'dark');
  await page.getByRole('button', { name: 'Custom element' }).click();

  await expect(gallery.locator('slipway-upload').first()).toBeVisible();
  await expect(gallery.locator('html')).toHaveCSS('color-scheme', 'dark');
  expect(faults).toEqual([]);
});

test('an unknown address says what to do', async ({ page }) => {
  const response = await page.goto(`${docs.url}reference/nowhere.html`);
  expect(response?.status()).toBe(404);
  await expect(page.getByText('This page does not exist')).toBeVisible();
  await page.getByRole('link', { name: 'To the first page' }).click();
  await expect(page).toHaveURL(docs.url);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the pages of the site, ${colorScheme} @chromium`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const path of ['', 'getting-started.html', 'stacks.html', 'reference/core/', '404.html']) {
      await page.goto(docs.url + path);
      expect(await findAxeFaults(page)).toEqual([]);
    }
  });
}
