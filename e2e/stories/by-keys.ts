import { expect, type Locator, type Page } from '@playwright/test';
import type { TestFile } from '../rig/files.ts';

/** Presses Tab until the control has the focus, as a keyboard user does. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(control).toBeFocused({ timeout: 50 });
  }).toPass({ intervals: [0] });
}

/** Opens the widget's file picker and chooses a file, as a keyboard user does. */
export async function chooseByKeys(page: Page, file: TestFile): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await tabTo(page, page.getByRole('button', { name: 'Browse files', exact: true }));
  await page.keyboard.press('Enter');
  await (await choosing).setFiles(file.path);
}
