import { expect, type Locator, type Page } from '@playwright/test';
import type { TestFile } from '../rig/files.ts';

/** Presses Tab until the control has the focus, as someone without a mouse does. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(control).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
}

/** Has the widget ask for a file, and chooses one, as someone without a mouse does. */
export async function chooseByKeys(page: Page, file: TestFile): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await tabTo(page, page.getByRole('button', { name: 'Browse files', exact: true }));
  await page.keyboard.press('Enter');
  await (await choosing).setFiles(file.path);
}
